"""Writes a folder of outreach templates in every form and encoding, broken ones among them, and the same texts
as plain files beside it. Says in same.json which draft is which plain file, and in broken.json what cannot be read."""

import csv
import email.message
import email.mime.multipart
import email.mime.text
import io
import json
import pathlib
import sys

root = pathlib.Path(sys.argv[1])
folder, plain = root / "drafts" / "templates", root / "plain"
folder.mkdir(parents=True)
plain.mkdir()
TEXTS = {
    "handlebars": "Hi {{#if name}}{{name}}{{else}}there{{/if}},\n\nyour talk at {{event}} answered my question on {{topic}}. Would you send me the slides?\n",
    "hubspot": "Guten Tag {{anrede}} {{ contact.lastname }},\n\nIhr Vortrag über {{thema}} auf der {{ event | default: \"Messe\" }} hat mir geholfen: Wie lange dauerte bei Ihnen die Umstellung? Wir stehen bei {{ company.name }} davor.\n",
    "stock": "Sehr geehrte Frau {Nachname},\n\nich würde mich freuen, Sie zu meinem beruflichen Netzwerk hinzuzufügen.\n\nMit freundlichen Grüßen\n[Name]\n",
    "mailchimp": "Hi *|FNAME|*,\n\nI'd like to add you to my professional network on LinkedIn.\n\nBest,\n*|MC:FROM|*\n",
    "salesforce": "Dear {!Contact.FirstName},\n\nyour article on {!Topic} made me change our release plan. May I ask which tool you use for {!Account.Name}'s rollbacks?\n",
    "percent": "Hallo %%Vorname%%,\n\nwir haben uns am Montag auf der Messe %EVENT% kennengelernt und über %THEMA% gesprochen.\n",
    "dollar": "Hi ${first_name},\n\nlet's connect and explore synergies. $company could benefit.\n",
    "angle": "Guten Tag <Anrede> <Name>,\n\nSie suchen laut <Firma> jemanden für XXX. Ich habe drei Jahre in der Rolle gearbeitet. Wann passt ein Telefonat?\n",
    "spintax": "{Hallo|{Guten|Schönen} Tag|Hi} {{vorname}},\n\n{ich würde mich freuen, Sie in mein Netzwerk aufzunehmen|{gerne|sehr gern} vernetzen wir uns}.\n\n{Gruß|Viele Grüße}\n",
    "liquid": "{% if first_name %}Hi {{ first_name | capitalize }}{% else %}Hello{% endif %},\n\n{% for t in topics %}I read your post about {{ t.topic }}. {% endfor %}Could you tell me how you measured the effect on {{company}}?\n\n{# note #}Best\n",
    "half": "Hallo {{vorname},\n\nich würde Sie gerne zu meinem Netzwerk hinzufügen.\n",
    "mistyped": "Hi {{frist_name}},\n\nin your article on {{topic}} you describe how you measured latency. Which tool did you use?\n",
    "emoji": "Hallo 😀 {{vorname}},\n\näöü ß – ich möchte Sie gern zu meinem Netzwerk hinzufügen „schön“.\n",
    "open": "Hallo {vorname|Du,\n\nwir kennen uns vom Projekt bei {{firma}}.\n",
}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]
same = []
for name, text in TEXTS.items():
    (plain / f"{name}.txt").write_bytes(text.encode())


def write(file, content, encoding="utf-8"):
    (folder / file).write_bytes(content.encode(encoding) if isinstance(content, str) else content)


def encoding(at, text):
    """Goes through the encodings; what Windows had before knows no emoji."""
    return "utf-16" if "😀" in text else ENCODINGS[at % 4]


for at, (name, text) in enumerate(TEXTS.items()):
    write(f"{name}.txt", text.replace("\n", "\r\n" if at % 3 else "\n"), encoding(at, text))
    same.append((f"{name}.txt", None, name))
    write(f"{name}.md", "---\ntemplate: true\nallow: {too-short: \"a note goes with it\"}\n---\n" + text, encoding(at + 1, text))
    (plain / f"{name}-allowed.txt").write_text("---\nallow: {too-short: \"a note goes with it\"}\n---\n" + text)
    same.append((f"{name}.md", None, f"{name}-allowed"))


def mail(name, charset, transfer):
    message = email.message.EmailMessage()
    message["Subject"], message["From"] = "Grüße {{x", "a@b.example"
    message.set_content(TEXTS[name] + "\n-- \nEva\n\nAm 3. Mai schrieb Uta:\n> {{ kaputt\n", charset=charset, cte=transfer)
    return message.as_bytes()


for name, charset, transfer in [
    ("hubspot", "utf-8", "quoted-printable"),
    ("stock", "iso-8859-1", "quoted-printable"),
    ("spintax", "utf-8", "base64"),
    ("half", "utf-8", "8bit"),
    ("liquid", "us-ascii", "7bit"),
    ("emoji", "utf-8", "quoted-printable"),
    ("angle", "windows-1252", "quoted-printable"),
]:
    write(f"{name}.eml", mail(name, charset, transfer))
    same.append((f"{name}.eml", None, name))
multipart = email.mime.multipart.MIMEMultipart("alternative")
multipart["Subject"] = "x"
multipart.attach(email.mime.text.MIMEText(TEXTS["percent"], "plain", "utf-8"))
multipart.attach(email.mime.text.MIMEText("<p>" + TEXTS["percent"].replace("\n\n", "</p><p>") + "</p>", "html", "utf-8"))
write("multipart.eml", multipart.as_bytes())
same.append(("multipart.eml", None, "percent"))


def table(file, names, delimiter, encoding):
    out = io.StringIO()
    rows = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    rows.writerow(["id", "Nachricht", "campaign"])
    line = 2
    for name in names:
        rows.writerow([name, TEXTS[name], "x;y"])
        same.append((file, line, name))
        line += TEXTS[name].count("\n") + 1
    write(file, out.getvalue(), encoding)


table("comma.csv", ["hubspot", "stock", "half", "spintax"], ",", "utf-8-sig")
table("semicolon.csv", ["angle", "mistyped"], ";", "cp1252")
table("tabs.tsv", ["emoji", "dollar"], "\t", "utf-16")
lines, rows = ["mailchimp", "salesforce", "mistyped", "open"], ["hubspot", "handlebars"]
write("lines.jsonl", "".join(json.dumps({"text": TEXTS[name]}) + "\n" for name in lines))
same += [("lines.jsonl", at + 1, name) for at, name in enumerate(lines)]
write("list.json", json.dumps([{"text": TEXTS[name]} for name in rows], indent=1, ensure_ascii=False))
same += [("list.json", 2 + 3 * at, name) for at, name in enumerate(rows)]
line, listed, documents = 1, "", ""
for name in ["percent", "emoji", "liquid"]:
    block = "  text: |\n" + "".join(("    " + row if row else "") + "\n" for row in TEXTS[name].splitlines())
    same += [("list.yaml", line, name), ("documents.yaml", line + 1, name)]
    listed += f"- id: {name}\n" + block
    documents += "---\n" + block
    line += block.count("\n") + 1
write("list.yaml", listed)
write("documents.yaml", documents)

BROKEN = {
    "bytes.txt": "Grüße an ".encode() + b"\xc3\x28 \xff\xfe ok \xc3\xbc \xc3\xbc \xc3\xbc\n",
    "picture.txt": b"\x89PNG\r\n\x1a\n\x00\x00",
    "empty.txt": b"",
    "unknown-key.md": "---\nplattform: linkedin\n---\nHallo {{name}}\n",
    "open-end.md": "---\nplatform: linkedin\n\nHallo {{name}}\n",
    "no-yaml.md": "---\nplatform: [linkedin\n---\nHallo {{name}}\n",
    "line.jsonl": '{"text": "abgeschn\n',
    "column.csv": "id,campaign\n1,a\n",
    "cells.csv": "id,text\n1,Hallo,zu viel\n",
    "headless.eml": b"\r\n\r\njust text",
    "codes.eml": b"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"Gr=C3=BC=C3=9Fe =C3=BCber =C3=A4 =ZZ =C3 {{name}}\r\n",
    "cut.json": '[{"text": "Hallo"}, {"text": ',
    "row.yaml": "- text: [\n",
    "number.json": '[{"text": 5}]',
}
for file, content in BROKEN.items():
    write(f"broken-{file}", content)
json.dump(sorted(f"drafts/templates/broken-{file}" for file in BROKEN), open(root / "broken.json", "w"))
json.dump([(f"drafts/templates/{file}", line, f"plain/{name}.txt") for file, line, name in same], open(root / "same.json", "w"))
(root / ".kontakt-check.yaml").write_text('paths:\n  "**/templates/**": {template: true}\n  "plain/**": {template: true}\n')
