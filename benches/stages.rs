//! What each stage from bytes to an answer costs, with throughput in drafts and bytes. The stages are measured on
//! seeded drafts of some 650 bytes; all that stands before a stage is done beforehand.
#![allow(missing_docs, clippy::expect_used, reason = "criterion's macros make public items; a bench may stop")]

#[path = "support/corpora.rs"]
mod corpora;

use std::fs;
use std::path::PathBuf;

use corpora::{drafts, woven};
use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use kontakt_check::stages::{Memory, Staged, Writer};
use kontakt_check::{Checker, Draft, Input, InputError, builtin_pack, read_drafts};

const SEED: u64 = 7;
const BULK: usize = 1_000;

fn group<'c>(criterion: &'c mut Criterion, name: &str, texts: &[String]) -> BenchmarkGroup<'c, WallTime> {
    let mut group = criterion.benchmark_group(name);
    let bytes = texts.iter().map(|text| text.len() as u64).sum();
    group.throughput(Throughput::ElementsAndBytes { elements: texts.len() as u64, bytes }).sample_size(10);
    group
}

fn staged(texts: &[String]) -> Vec<Staged<'_, '_>> {
    texts.iter().map(|text| Staged::new(builtin_pack(), Draft::new("draft", text))).collect()
}

type Parse = fn(&str, Vec<u8>) -> Result<Input, InputError>;

/// From bytes to drafts.
fn reading(criterion: &mut Criterion) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("reading");
    fs::create_dir_all(&folder).expect("made");
    let texts = drafts(SEED, BULK);
    let mut group = group(criterion, "1 read", &texts);
    let bytes: Vec<_> = texts.iter().map(|text| text.clone().into_bytes()).collect();
    let whole: [(&str, Parse); 2] = [("decode", Input::parse), ("decode Markdown", Input::parse_markdown)];
    for (name, parse) in whole {
        group.bench_function(name, |bench| {
            bench.iter_batched(
                || bytes.clone(),
                |bytes| bytes.into_iter().filter_map(|bytes| parse("draft", bytes).ok()).count(),
                BatchSize::LargeInput,
            );
        });
    }
    let files: Vec<_> = (0..BULK).map(|at| folder.join(format!("{at}.txt"))).collect();
    files.iter().zip(&texts).for_each(|(file, text)| fs::write(file, text).expect("written"));
    group.bench_function("files", |bench| {
        bench.iter(|| files.iter().filter(|file| Input::read_file(file).is_ok()).count());
    });
    let lines = texts.iter().map(|text| serde_json::json!({"id": 1, "text": text}).to_string() + "\n");
    let cells = texts.iter().map(|text| format!("1,\"{}\"\n", text.replace('"', "\"\"")));
    let (lines, table) = (lines.collect::<String>(), format!("id,text\n{}", cells.collect::<String>()));
    for (name, content) in [("rows.jsonl", lines), ("rows.csv", table)] {
        let file = folder.join(name);
        fs::write(&file, content).expect("written");
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let read = read_drafts(&file, builtin_pack());
                assert!(read.len() == BULK && read.iter().all(Result::is_ok), "{name} is sound");
            });
        });
    }
    group.finish();
}

/// From the text of a draft to its words.
fn cutting(criterion: &mut Criterion) {
    let texts = drafts(SEED, BULK);
    let staged = staged(&texts);
    let mut group = group(criterion, "2 cut", &texts);
    group.bench_function("characters, marks of templates, length", |bench| {
        bench.iter(|| staged.iter().map(Staged::look).sum::<u32>());
    });
    let mut memory = Memory::default();
    group.bench_function("words, clauses, sentences", |bench| {
        bench.iter(|| staged.iter().map(|draft| draft.cut(&mut memory)).sum::<usize>());
    });
    group.finish();
}

/// From words to hits. A sentence that was read before is known again, so both cases are there: drafts whose
/// sentences all are, and such as were never read.
fn searching(criterion: &mut Criterion) {
    let (stock, new) = (drafts(SEED, BULK), woven(SEED, BULK));
    let all =
        |staged: &[Staged<'_, '_>], memory: &mut Memory| staged.iter().map(|draft| draft.search(memory)).sum::<usize>();
    let (known, unknown) = (staged(&stock), staged(&new));
    let mut memory = Memory::default();
    all(&known, &mut memory);
    let mut one = group(criterion, "3 search", &stock);
    one.bench_function("sentences read before", |bench| bench.iter(|| all(&known, &mut memory)));
    one.finish();
    let mut other = group(criterion, "3 search", &new);
    other.bench_function("sentences never read", |bench| {
        // A memory that has read a little, but none of this.
        let begun = || {
            let mut memory = Memory::default();
            all(known.get(..2).unwrap_or_default(), &mut memory);
            memory
        };
        bench.iter_batched_ref(begun, |memory| all(&unknown, memory), BatchSize::LargeInput);
    });
    other.finish();
}

/// From hits to a report.
fn judging(criterion: &mut Criterion) {
    let texts = drafts(SEED, BULK);
    let mut staged = staged(&texts);
    let mut weigh = group(criterion, "4 judge", &texts);
    weigh.bench_function("guards", |bench| bench.iter(|| staged.iter_mut().map(Staged::weigh).sum::<usize>()));
    weigh.bench_function("labels and verdict", |bench| {
        bench.iter(|| staged.iter().map(|draft| draft.decide().verdict() as usize).sum::<usize>());
    });
    let decided: Vec<_> = staged.iter().map(Staged::decide).collect();
    weigh.bench_function("report", |bench| {
        bench.iter(|| decided.iter().map(|draft| draft.report().findings.len()).sum::<usize>());
    });
    weigh.finish();
}

/// From reports to answers, in every format: all drafts in one run, what stands around them included.
fn writing(criterion: &mut Criterion) {
    let texts = drafts(SEED, BULK);
    let mut checker = Checker::new(builtin_pack());
    let answers: Vec<_> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let input = Input::parse(&format!("{at}.txt"), text.clone().into_bytes()).expect("a text");
            let report = checker.check(&input.draft());
            (input, report)
        })
        .collect();
    let writer = Writer::new().expect("the rules are sound");
    let mut group = group(criterion, "5 write", &texts);
    let mut out = Vec::new();
    for format in Writer::formats() {
        group.bench_function(&format, |bench| {
            bench.iter(|| {
                out.clear();
                writer.write(&format, &answers, &mut out).expect("memory takes everything");
                out.len()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, reading, cutting, searching, judging, writing);
criterion_main!(benches);
