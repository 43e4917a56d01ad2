"""Reads JUnit, Markdown, GitLab and Checkstyle with what others read them with, and counts."""

import json
import re
import xml.etree.ElementTree as ElementTree

import cmarkgfm
import junitparser

report = json.load(open("out.json", encoding="utf-8"))
drafts, errors = report["drafts"], report["errors"]
findings = [finding for draft in drafts for finding in draft["findings"]]
failing = [finding for finding in findings if finding["severity"] != "hint"]
clean = [draft for draft in drafts if not draft["findings"]]
broken = json.load(open("broken.json", encoding="utf-8")) + [f"drafts/{name}.txt" for name in ("empty", "broken", "binary")]
assert sorted({error["path"] for error in errors}) == sorted(broken), errors
assert len(drafts) > 60 and len(findings) > 100 and clean, (len(drafts), len(findings))


def check(name, found, wanted):
    assert found == wanted, f"{name}: {found}, not {wanted}"


suites = junitparser.JUnitXml.fromfile("out.junit")
check("junit suites", len(list(suites)), len(drafts) + len(errors))
check("junit tests", suites.tests, len(findings) + len(clean) + len(errors))
check("junit failures", suites.failures, len(failing))
check("junit errors", suites.errors, len(errors))
results = [result for suite in suites for case in suite for result in case.result]
check("junit results", len(results), len(failing) + len(errors))
assert all(result.message for result in results)

html = cmarkgfm.github_flavored_markdown_to_html(open("out.markdown", encoding="utf-8").read())
tables = re.findall(r"<table>.*?</table>", html, re.S)
advice = {(finding["rule"], finding["help"]) for finding in findings}
rows = [len(errors), len(findings), len(advice), len(drafts)]
check("markdown tables", [table.count("<tr>") - 1 for table in tables], rows)
assert len(open("out.markdown", encoding="utf-8").read()) < 65536, "GitHub takes it as a comment"
for table, columns in zip(tables, (2, 4, 2, 3)):
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.S):
        check("markdown columns", len(re.findall(r"<t[dh]", row)), columns)
found = set(re.findall(r"<(\w+)", re.sub(r"<!--.*?-->", "", html)))
known = {"h2", "h3", "p", "strong", "table", "thead", "tbody", "tr", "th", "td", "code", "details", "summary"}
check("markdown elements", found - known, set())
assert not re.search(r"(?<![\w`])@team", re.sub(r"<code>.*?</code>", "", html)), "nobody is mentioned"

issues = json.load(open("out.gitlab", encoding="utf-8"))
check("gitlab issues", len(issues), len(findings) + len(errors))
check("gitlab fingerprints", len({issue["fingerprint"] for issue in issues}), len(issues))
for issue in issues:
    assert issue["description"] and issue["check_name"] and issue["location"]["path"], issue
    assert issue["location"]["lines"]["begin"] >= 1, issue
    assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}, issue

tree = ElementTree.parse("out.checkstyle").getroot()
check("checkstyle errors", len(tree.findall("./file/error")), len(findings) + len(errors))
paths = {draft["path"] for draft in drafts} | {error["path"] for error in errors}
check("checkstyle files", {file.get("name") for file in tree.findall("./file")}, paths)
lines = open("again.concise", encoding="utf-8").read().splitlines()
check("concise lines", len(lines), len(findings) + len(errors))
records = [json.loads(record) for record in open("again.jsonl", encoding="utf-8")]
check("jsonl records", len(records), len(drafts) + len(errors))
check("jsonl findings", sum(len(record.get("findings", [])) for record in records), len(findings))

# A text is judged alike whatever it stands in, and what is found stands where the report says.
plain = {draft["path"]: draft for draft in json.load(open("plain.json", encoding="utf-8"))["drafts"]}
for path, line, text in json.load(open("same.json", encoding="utf-8")):
    row = {record["name"] for record in records if record["path"] == path and record.get("line") == line}
    found = [draft for draft in drafts if draft["name"] in row]
    assert len(found) == 1, f"{path}:{line}: {len(found)} drafts"
    one, other = found[0], plain[text]
    for key in ("verdict", "labels", "length", "reasons", "next_steps"):
        check(f"{path}:{line} {key}", one[key], other[key])
    said = [sorted((finding["rule"], finding["message"]) for finding in draft["findings"]) for draft in (one, other)]
    check(f"{path}:{line} findings", *said)
    check(f"{path}:{line} allowed", len(one.get("allowed", [])), len(other.get("allowed", [])))
    if path.endswith(".txt") or path.endswith(".md"):
        # Their front matter differs by one line.
        down = 1 if path.endswith(".md") else 0
        places = [(finding["rule"], finding["line"], finding["column"]) for finding in one["findings"]]
        wanted = [(finding["rule"], finding["line"] and finding["line"] + down, finding["column"]) for finding in other["findings"]]
        check(f"{path} places", places, wanted)
print("ok")
