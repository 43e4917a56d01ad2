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
assert len(errors) == 3 and len(findings) > 10 and clean, (errors, len(findings))


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
check("markdown tables", [table.count("<tr>") - 1 for table in tables], [len(errors), len(findings), len(drafts)])
for table, columns in zip(tables, (2, 4, 3)):
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
print("ok")
