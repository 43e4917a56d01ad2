//! What a draft costs: the whole report, some of its parts, its forms, loading packs, and how cost grows.
#![allow(missing_docs, clippy::expect_used, reason = "criterion's macros make public items; a bench may stop")]

#[path = "support/corpora.rs"]
mod corpora;

use std::fs;
use std::hint::black_box;
use std::path::PathBuf;

use corpora::{Chance, draft, drafts, pack};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use kontakt_check::{Checker, Draft, Parts, builtin_pack, load_pack, load_pack_anew};

const SEED: u64 = 7;
const BULK: usize = 1_000;

fn reports(criterion: &mut Criterion) {
    let texts = drafts(SEED, BULK);
    let mut group = criterion.benchmark_group("1000 drafts");
    group.throughput(Throughput::Elements(BULK as u64)).sample_size(10);
    let nothing = Parts { evidence: false, findings: false, reasons: false, next_steps: false };
    for (name, parts) in [("labels and verdict", nothing), ("whole report", Parts::default())] {
        let mut checker = Checker::new(builtin_pack()).only(parts);
        group.bench_function(name, |bench| {
            bench.iter(|| {
                texts.iter().map(|text| checker.check(&Draft::new("draft", text)).findings.len()).sum::<usize>()
            });
        });
    }
    let mut checker = Checker::new(builtin_pack());
    group.bench_function("whole report as JSON", |bench| {
        bench.iter(|| {
            let reports = texts.iter().map(|text| checker.check(&Draft::new("draft", text)));
            reports.map(|report| serde_json::to_string(&report).expect("JSON").len()).sum::<usize>()
        });
    });
    // The limit: reading the same drafts as JSON and doing nothing with them.
    let lines: Vec<_> = texts.iter().map(|text| serde_json::json!({"id": 1, "text": text}).to_string()).collect();
    group.bench_function("only parsing as JSON", |bench| {
        bench.iter(|| {
            lines.iter().filter(|line| black_box(serde_json::from_str::<serde_json::Value>(line)).is_ok()).count()
        });
    });
    group.finish();
}

fn length(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("length");
    group.sample_size(10);
    let words = "wir haben uns kennengelernt und würden gern ";
    for bytes in [650, 65_000, 650_000] {
        let texts = [
            ("ordinary", draft(&mut Chance(SEED), bytes)),
            ("one sentence", words.repeat(bytes / words.len())),
            ("brackets", "[".repeat(bytes)),
        ];
        for (kind, text) in texts {
            group.throughput(Throughput::Bytes(text.len() as u64));
            let mut checker = Checker::new(builtin_pack());
            group.bench_with_input(BenchmarkId::new(kind, bytes), &text, |bench, text| {
                bench.iter(|| checker.check(&Draft::new("draft", text)).findings.len());
            });
        }
    }
    group.finish();
}

fn packs(criterion: &mut Criterion) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let texts = drafts(SEED, 100);
    let mut group = criterion.benchmark_group("packs");
    group.sample_size(10);
    for signals in [0, 100, 1_000] {
        let path = folder.join(format!("{signals}.yaml"));
        fs::write(&path, pack(signals, 0)).expect("written");
        let paths = [path];
        group.bench_function(BenchmarkId::new("load beside the built-in pack", signals), |bench| {
            bench.iter(|| load_pack(&paths).expect("valid"));
        });
        let loaded = load_pack(&paths).expect("valid");
        let mut checker = Checker::new(&loaded);
        group.bench_function(BenchmarkId::new("100 drafts", signals), |bench| {
            bench.iter(|| {
                texts.iter().map(|text| checker.check(&Draft::new("draft", text)).findings.len()).sum::<usize>()
            });
        });
    }
    let paths = [folder.join("100.yaml")];
    group.bench_function("compile everything anew", |bench| bench.iter(|| load_pack_anew(&paths).expect("valid")));
    group.finish();
}

criterion_group!(benches, reports, length, packs);
criterion_main!(benches);
