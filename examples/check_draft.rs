//! Checks one draft and prints the verdict, its reasons and what a careful reader would miss.

use kontakt_check::{Checker, Draft, Facts, Intent, builtin_pack};

#[expect(clippy::print_stdout, reason = "an example shows what it finds")]
fn main() {
    let text = "Hallo Frau Reuter, ich würde mich freuen, wenn Sie mich in Ihr Netzwerk aufnehmen. Gruß, Eva Ott";
    let facts = Facts { intent: Some(Intent::ContactRequest), ..Facts::default() };
    let draft = Draft::new("draft", text).with_facts(facts);

    let report = Checker::new(builtin_pack()).check(&draft);

    println!("{}: {}", report.name, report.verdict.name());
    for reason in &report.reasons {
        println!("  {reason}");
    }
    for finding in &report.findings {
        println!("  {} [{}] {}", finding.severity.name(), finding.rule, finding.message);
    }
}
