//! Temporary driver.
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let mut rules: Vec<std::path::PathBuf> = Vec::new();
    let mut rest: Vec<String> = Vec::new();
    let mut it = args.into_iter();
    while let Some(a) = it.next() {
        match a.as_str() {
            "--rules" => rules.push(it.next().unwrap().into()),
            "--format" => { it.next(); }
            _ => rest.push(a),
        }
    }
    let show = |e: Vec<kontakt_check::PackError>| -> ! { for e in e { eprintln!("{e}"); } std::process::exit(2) };
    match rest.first().map(String::as_str) {
        Some("rules") => {
            let s = kontakt_check::test_rules(&rules).unwrap_or_else(|e| show(e));
            let only = rest.get(2);
            for f in &s.failures { if only.is_none_or(|o| &f.rule == o) { println!("{}: {}\n    {}", f.rule, f.what, f.text.replace('\n', "⏎")); } }
            println!("{} examples of {} rules, {} failed", s.examples, s.rules, s.failures.len());
        }
        Some("eval") => {
            let pack = kontakt_check::load_pack(&rules).unwrap_or_else(|e| show(e));
            let cs: Vec<_> = rest[1..].iter().filter(|a| !a.starts_with("--")).map(|p| kontakt_check::Corpus::parse(p, &std::fs::read_to_string(p).unwrap()).unwrap_or_else(|e| { for e in e { eprintln!("{e}"); } std::process::exit(2) })).collect();
            let label = rest.iter().find_map(|a| a.strip_prefix("--label="));
            let quiet = rest.iter().any(|a| a == "--quiet");
            let e = kontakt_check::evaluate(&pack, &cs);
            if !quiet { for m in &e.misjudged {
                let w: Vec<_> = m.wrong.iter().filter(|w| label.is_none_or(|l| l == w.label)).collect();
                if w.is_empty() { continue; }
                println!("{} {}\n  {}", m.id, m.place, m.text.replace('\n', "⏎"));
                for w in w { println!("    {}: {} expected, {} found; evidence {:?}; voided {:?}", w.label, w.expected, w.found, w.evidence, w.voided); }
            } }
            let print = |name: &str, s: &kontakt_check::Scores| {
                println!("{name} ({} drafts) verdict accuracy {:.3}, relationship accuracy {:.3}", s.drafts, s.verdict.accuracy(), s.figure("relationship.accuracy").unwrap());
                for l in kontakt_check::Scores::LABELS { let x = s.label(l).unwrap(); println!("   {l:22} P {:.3} R {:.3} F1 {:.3} kappa {:.3}  (fp {} fn {})", x.precision(), x.recall(), x.f1(), x.kappa(), x.false_positive, x.false_negative); }
            };
            for p in e.parts.iter().filter(|p| p.sort != "group") { print(&format!("{} {}", p.sort, p.value), &p.scores); }
            print("all", &e.all);
            println!("   rows known exchanged ongoing weak none: {:?}", e.all.relationship);
        }
        _ => {
            let pack = kontakt_check::load_pack(&rules).unwrap_or_else(|e| show(e));
            let text = match rest.first() { Some(p) if p != "-" => std::fs::read_to_string(p).unwrap(), _ => std::io::read_to_string(std::io::stdin()).unwrap() };
            let r = kontakt_check::Checker::new(&pack).verbose(true).check(&kontakt_check::Draft::new("draft", &text));
            println!("{}", serde_json::to_string_pretty(&r).unwrap());
        }
    }
}
