"""Writes a folder of drafts in many forms, some broken, some hostile."""

import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
folder.mkdir()
STRANGER = "Guten Tag Herr Dr. Öhler 😀,\n\nich würde mich freuen, wenn Sie mich in Ihr Netzwerk aufnehmen.\n\nGrüße von [Name]\n"
FRIEND = "Hallo Uta,\n\nwir haben uns am Freitag in Ulm getroffen und lange über Pumpen gesprochen. Hier das Datenblatt.\n"
PITCH = "Hi Jo,\n\nI'd like to add you to my professional network. Together we can explore synergies | `win-win`.\n"
HOSTILE = (
    "Hi [\x1b[2J\x9b31m],\n\n::error::Ha ##[add-mask]e\u202eabc\u2066\u200b\uffff\n"
    "<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\"> ]]> &amp; %0A%3A\n"
    "[x](javascript:1) @team #1 https://example.com ~~a~~ $x$\n"
)
files = {
    "stranger.txt": STRANGER,
    "friend.txt": FRIEND,
    "pitch, 1%: a|b `c`.txt": PITCH,
    "hostile.txt": HOSTILE,
    "<img src=x onerror=alert(1)>.txt": HOSTILE,
    "front.md": "---\nplatform: xing\naccount: basic\n---\n\n# Entwurf\n\n" + STRANGER,
    "windows.txt": "\ufeff" + STRANGER.replace("\n", "\r\n"),
    "rows.csv": 'text,platform\n"' + PITCH.replace("\n", " ").strip() + '",xing\n"Hallo Uta, gern vernetzt!",linkedin\n',
    "empty.txt": "",
    "broken.txt": "---\nplatfrom: xing\n---\nHi\n",
}
for name, text in files.items():
    (folder / name).write_text(text, encoding="utf-8", newline="")
(folder / "binary.txt").write_bytes(b"a\x00\x01\xff\x00")
