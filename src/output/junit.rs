//! `JUnit` XML: a suite for each draft, in it a test for each finding. A test has failed where its
//! finding makes the run fail; a draft without findings is one test that has passed.

use std::io::{self, Write};

use super::escape::{line, xml};
use super::form::{Checked, Form, Region, Run, UNREADABLE, place};
use super::spool::Spool;
use crate::report::{Finding, ReadError};

#[derive(Debug)]
pub(super) struct Junit<'p> {
    run: Run<'p>,
    /// What came so far: the counts stand before it.
    suites: Spool,
    total: Counts,
}

#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
}

impl<'p> Junit<'p> {
    pub(super) fn new(run: Run<'p>) -> Self {
        let suites = run.spool();
        Self { run, suites, total: Counts::default() }
    }

    fn suite(&mut self, name: &str, counts: Counts, tests: &[u8]) -> io::Result<()> {
        self.total.tests += counts.tests;
        self.total.failures += counts.failures;
        self.total.errors += counts.errors;
        writeln!(self.suites, "  <testsuite name=\"{}\" {}>", xml(name), counts.attributes())?;
        self.suites.write_all(tests)?;
        writeln!(self.suites, "  </testsuite>")
    }

    fn write_finding(&self, out: &mut dyn Write, checked: Checked<'_>, finding: &Finding) -> io::Result<()> {
        let at = checked.region(finding).start;
        let place = Region::of(finding).map(|_| format!(" {}:{}", at.line, at.column)).unwrap_or_default();
        let (name, class) = (xml(&format!("{}{place}", finding.rule)), xml(&self.run.path(&checked.report.name)));
        let message = xml(&line(&finding.message));
        let title = format!("{}:{}:{}: {}", self.run.path(&checked.report.path), at.line, at.column, finding.title);
        let text = format!("{}\n{}", xml(&line(&title)), xml(&line(&finding.help)));
        writeln!(out, "    <testcase name=\"{name}\" classname=\"{class}\" time=\"0\">")?;
        let kind = finding.severity.name();
        if checked.fails(finding) {
            writeln!(out, "      <failure message=\"{message}\" type=\"{kind}\">{text}</failure>")?;
        } else {
            writeln!(out, "      <system-out>{kind}: {message}\n{text}</system-out>")?;
        }
        writeln!(out, "    </testcase>")
    }
}

impl Form for Junit<'_> {
    fn draft(&mut self, _out: &mut dyn Write, checked: Checked<'_>) -> io::Result<()> {
        let findings = &checked.report.findings;
        let mut tests = Vec::new();
        let name = self.run.path(&checked.report.name).into_owned();
        if findings.is_empty() {
            let (test, class) = (checked.report.verdict.name(), xml(&name));
            writeln!(tests, "    <testcase name=\"{test}\" classname=\"{class}\" time=\"0\"/>")?;
        }
        findings.iter().try_for_each(|finding| self.write_finding(&mut tests, checked, finding))?;
        let failures = findings.iter().filter(|finding| checked.fails(finding)).count();
        self.suite(&name, Counts { tests: findings.len().max(1), failures, errors: 0 }, &tests)
    }

    fn error(&mut self, _out: &mut dyn Write, error: &ReadError) -> io::Result<()> {
        let place = place(&self.run.path(&error.path), error.line, error.column);
        let (name, message) = (self.run.path(&error.path).into_owned(), line(&error.message));
        let (class, text) = (xml(&name), xml(&line(&format!("{place}: {message}"))));
        let mut test = Vec::new();
        writeln!(test, "    <testcase name=\"{UNREADABLE}\" classname=\"{class}\" time=\"0\">")?;
        writeln!(test, "      <error message=\"{}\" type=\"{UNREADABLE}\">{text}</error>", xml(&message))?;
        writeln!(test, "    </testcase>")?;
        self.suite(&name, Counts { tests: 1, failures: 0, errors: 1 }, &test)
    }

    fn finish(self: Box<Self>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<testsuites name=\"kontakt-check\" {}>", self.total.attributes())?;
        self.suites.pour(out)?;
        writeln!(out, "</testsuites>")
    }
}

impl Counts {
    fn attributes(self) -> String {
        let Self { tests, failures, errors } = self;
        format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" time=\"0\"")
    }
}
