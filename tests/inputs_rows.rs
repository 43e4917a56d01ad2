//! Tables, lists and streams of drafts: each row is a draft with what its other fields say.

use serde_json::Value;

use crate::support::{Answer, Folder, PACK, finish, pipe, program, run};

const GOOD: &str = "Guten Tag, wir haben uns in Ulm getroffen.";

fn drafts(answer: &Answer) -> Vec<Value> {
    answer.json()["drafts"].as_array().cloned().unwrap_or_default()
}

fn names(answer: &Answer) -> Vec<String> {
    drafts(answer).iter().map(|draft| draft["name"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Checks a file of that name and returns its path and the answer.
fn check(folder: &Folder, name: &str, content: impl AsRef<[u8]>, args: &[&str]) -> (String, Answer) {
    let path = folder.file(name, content);
    let answer = run(&[&["--format=json", &path], args].concat());
    (path, answer)
}

/// What the same three drafts are in every form, and where each begins.
fn same_drafts() -> [(&'static str, String, [usize; 3]); 6] {
    let multi = "Hallo [Name],\\nwir haben uns in Ulm getroffen.";
    let lines = "Hallo [Name],\nwir haben uns in Ulm getroffen.";
    let csv = |cut: char| {
        format!(
            "id{cut}Message{cut}platform{cut}campaign\r\na1{cut}\"{GOOD}\"{cut}xing{cut}x\r\n\
             {cut}\"{lines}\"{cut}{cut}\"say \"\"hi\"\"\"\r\nb{cut}Hallo Uta{cut}LinkedIn{cut}\r\n"
        )
    };
    [
        (
            "d.jsonl",
            format!(
                "{{\"id\":\"a1\",\"text\":\"{GOOD}\",\"platform\":\"xing\",\"campaign\":7}}\n\n\
                 {{\"text\":\"{multi}\"}}\r\n{{\"text\":\"Hallo Uta\",\"id\":\"b\",\"platform\":\"linkedin\"}}"
            ),
            [1, 3, 4],
        ),
        (
            "d.json",
            format!(
                "\u{feff}[\n  {{\"id\":\"a1\",\"message\":\"{GOOD}\",\"platform\":\"xing\"}},\n  \"{multi}\",\n\
                 {{\"text\":\"Hallo Uta\",\n\"id\":\"b\",\"platform\":\"linkedin\"}}]"
            ),
            [2, 3, 4],
        ),
        (
            "d.yaml",
            format!(
                "# drafts\n- id: a1\n  text: {GOOD}\n  platform: xing\n- |-\n  Hallo [Name],\n  wir haben uns in \
                 Ulm getroffen.\n- {{text: Hallo Uta, id: b, platform: linkedin}}\n"
            ),
            [2, 5, 8],
        ),
        ("d.csv", csv(','), [2, 3, 5]),
        ("e.csv", csv(';'), [2, 3, 5]),
        ("d.tsv", csv('\t'), [2, 3, 5]),
    ]
}

#[test]
fn every_form_holds_the_same_drafts() {
    let folder = Folder::new("same_rows");
    let mut judged: Vec<Vec<Value>> = Vec::new();
    for (name, content, lines) in same_drafts() {
        let (path, answer) = check(&folder, name, content, &[]);
        assert!(answer.code == 1 && answer.err.is_empty(), "{name} {answer:?}");
        let counted = if matches!(name, "d.json" | "d.yaml") { [1, 2, 3] } else { lines };
        let mark = if matches!(name, "d.json" | "d.yaml") { '#' } else { ':' };
        let wanted = [
            format!("{path}{mark}{}#a1", counted[0]),
            format!("{path}{mark}{}", counted[1]),
            format!("{path}{mark}{}#b", counted[2]),
        ];
        assert_eq!(names(&answer), wanted);
        let mut drafts = drafts(&answer);
        for (draft, line) in drafts.iter_mut().zip(lines) {
            assert_eq!(draft["path"], path.as_str());
            for place in draft["evidence"].as_array_mut().expect("a list") {
                assert_eq!((&place["line"], &place["column"]), (&line.into(), &1.into()), "{name}");
                place["line"] = 0.into();
            }
            for finding in draft["findings"].as_array_mut().expect("a list") {
                assert!(finding["line"].is_null() || finding["line"] == line, "{name} {finding}");
                finding["line"] = 0.into();
            }
            draft["name"] = "".into();
            draft["path"] = "".into();
        }
        judged.push(drafts);
    }
    assert!(judged.windows(2).all(|pair| pair[0] == pair[1]), "{judged:#?}");
    assert_eq!(judged[0][0]["declared"]["platform"], "xing");
    let slot = &judged[0][1]["findings"][0];
    assert_eq!((&slot["rule"], &slot["span"]["start"]), (&"leftover-slot".into(), &6.into()), "spans are the text's");
}

#[test]
fn a_bad_row_is_told_with_its_line_and_hides_no_other() {
    let folder = Folder::new("bad_rows");
    let good = format!("{{\"text\":\"{GOOD}\"}}");
    for (bad, said) in [
        ("nonsense", ":2:2: expected ident"),
        ("{\"text\":\"ä\",}", ":2:13: trailing comma"),
        ("{\"text\":7}", ":2:9: invalid type: integer `7`, expected a string"),
        ("{\"nachricht\":null}", ":2:18: there is no field `text` with the draft"),
        ("{\"text\":\"x\",\"platform\":\"linkedn\"}", "did you mean `linkedin`?"),
        ("{\"text\":\"x\",\"platfrom\":\"xing\"}", "unknown field `platfrom`; did you mean `platform`?"),
        ("[1]", ":2:0: invalid type: sequence, expected a draft"),
    ] {
        let (path, answer) = check(&folder, "d.jsonl", format!("{good}\n{bad}\n{good}\n"), &[]);
        assert!(answer.code == 2 && answer.err.starts_with(&format!("error: {path}:2")), "{bad} {answer:?}");
        assert!(answer.err.contains(said.trim_start_matches(":2:0")), "{bad} {answer:?}");
        assert_eq!(names(&answer), [format!("{path}:1"), format!("{path}:3")], "{bad}");
        assert_eq!(answer.json()["errors"][0]["line"], 2);
    }
    let bytes = [good.as_bytes(), b"\n{\"text\":\"\xc3\xb6 \xff\"}\n", good.as_bytes()].concat();
    let (path, answer) = check(&folder, "d.jsonl", bytes, &[]);
    assert!(answer.code == 2 && answer.err.contains(":2: is no text"), "{answer:?}");
    assert_eq!(names(&answer).len(), 2, "{path}");

    let table = format!("text,exchanges\n{GOOD},2\n{GOOD},many\n{GOOD}\n{GOOD},\n").replace("Tag,", "Tag");
    let (path, answer) = check(&folder, "d.csv", table, &[]);
    assert_eq!(names(&answer), [format!("{path}:2"), format!("{path}:5")], "{answer:?}");
    assert!(answer.err.contains(":3: unknown value `many`, expected a number"), "{answer:?}");
    assert!(answer.err.contains(":4: the row has 1 cells, but there are 2 columns"), "{answer:?}");

    let list = format!("- text: {GOOD}\n- text: x\n  lang: fr\n- {GOOD}\n");
    let (path, answer) = check(&folder, "d.yaml", list, &[]);
    assert!(answer.code == 2 && answer.err.contains(&format!("{path}:3:")), "{answer:?}");
    assert_eq!(names(&answer).len(), 2);

    let list = format!("[{{\"text\":\"x\"}},\n {{\"text\":\"x\",\"intent\":\"mesage\"}},\n \"{GOOD}\"]");
    let (path, answer) = check(&folder, "d.json", list, &[]);
    assert!(answer.err.contains(&format!("{path}:2:")) && answer.err.contains("`message`"), "{answer:?}");
    assert_eq!(names(&answer).len(), 2);
}

#[test]
fn every_document_of_a_yaml_file_holds_drafts() {
    let folder = Folder::new("rows_documents");
    let text = "%YAML 1.2\n---\n# the first\ntext: Hallo [Name]\n--- # a list\n- text: Hallo [Name]\n- id: b\n  text: |\n    \
                Hallo\n    --- [Name]\n---\n...\n---\ntext: [\n---\n\"Hallo [Name]\"\n";
    let path = folder.file("many.yaml", text);
    let answer = run(&["--format=concise", &path]);
    let at = |line: &str| {
        line.split(' ')
            .next()
            .map(|place| place.rsplit("many.yaml").next().unwrap_or_default().to_owned())
            .unwrap_or_default()
    };
    let mut places: Vec<_> = answer.out.lines().map(at).collect();
    places.dedup();
    assert_eq!(places, [":4:1:", ":6:1:", ":7:1:", ":14:7:", ":16:1:"], "{answer:?}");
    assert_eq!((answer.code, answer.err.matches("error: ").count()), (2, 1), "{answer:?}");
    let (_, answer) = check(&folder, "none.yaml", "---\n# nothing\n...\n", &[]);
    assert!(answer.code == 2 && answer.err.contains("is an empty list"), "{answer:?}");
}

#[test]
fn faults_of_rows_say_what_to_do() {
    let folder = Folder::new("rows_faults");
    for (name, content, told) in [
        ("a.json", "[{\"text\": \"Hallo\"}, {\"text\": ", "it ends in the middle; see whether it was cut off"),
        ("a.jsonl", "{\"text\": \"Hallo\n", "it ends in the middle; see whether it was cut off"),
        ("b.json", "[{\"text\": 5}]", "put it in quotes"),
        ("a.yaml", "- text: Hallo\n- text: [\n", ":2:9: text: invalid type: sequence, expected a string"),
        ("b.yaml", "- text: Hallo\n  platform: [xing]\n", "expected a single word"),
        ("a.csv", "id,text\n1,Hallo, Uta\n", "put a cell that holds `,` or a line break between quotation marks"),
        ("a.tsv", "id\ttext\n1\tHallo\tUta\n", "put a cell that holds a tab or a line break"),
    ] {
        let (_, answer) = check(&folder, name, content, &[]);
        assert!(answer.code == 2 && answer.err.contains(told), "{name}: {answer:?}");
    }
}

#[test]
fn files_without_drafts_are_told() {
    let folder = Folder::new("no_rows");
    for (name, content, said) in [
        (
            "a.csv",
            "a,b\n1,2\n",
            "there is no field `text` with the draft; name the column with --text-column, one of `a`, `b`",
        ),
        ("b.csv", "text,relationshp\nx,known\n", ":1: unknown field `relationshp`; did you mean `relationship`?"),
        ("c.csv", "text\n", "nothing to check"),
        ("d.csv", "text\n\"open\n\n", ":2: a quotation mark of this row is never closed"),
        ("e.jsonl", "", "is empty"),
        ("f.jsonl", "\n\n", "nothing to check"),
        ("g.json", "[]", "is an empty list"),
        ("h.json", "{\"scripts\":{}}", ":1:14: there is no field `text`"),
        ("i.yaml", "a: 1\n", "there is no field `text`"),
    ] {
        let (path, answer) = check(&folder, name, content, &[]);
        assert!(answer.code == 2 && answer.err.contains(said), "{path} {answer:?}");
        assert!(drafts(&answer).is_empty(), "{answer:?}");
    }
}

#[test]
fn the_column_and_the_form_can_be_named() {
    let folder = Folder::new("named_column");
    let (_, answer) = check(&folder, "d.csv", format!("text,Der Pitch\nno,\"{GOOD}\"\n"), &["--text-column=der pitch"]);
    assert!(answer.code == 0 && drafts(&answer).len() == 1, "{answer:?}");
    let (_, answer) =
        check(&folder, "d.jsonl", format!("{{\"pitch\":\"{GOOD}\",\"text\":1}}"), &["--text-column=pitch"]);
    assert!(answer.code == 0, "{answer:?}");
    let (_, answer) = check(&folder, "one.csv", format!("Was wir schreiben\n\"{GOOD}\"\n"), &[]);
    assert!(answer.code == 0, "the only column is the one: {answer:?}");

    let line = format!("{{\"text\":\"{GOOD}\"}}\n");
    assert_eq!(names(&pipe(&["--format=json", "--input-format=jsonl"], &line)), ["<stdin>:1"]);
    assert_eq!(names(&pipe(&["--format=json", "--stdin-filename=x.jsonl"], &line)), ["x.jsonl:1"]);
    let (path, answer) = check(&folder, "text.csv", GOOD, &["--input-format=text"]);
    assert_eq!(names(&answer), [path]);
    assert_eq!(pipe(&["--input-format=doc"], "x").code, 2);
}

#[test]
fn fields_of_a_row_count_as_flags_do() {
    let row = |fields: &str, args: &[&str]| {
        let line = format!("{{\"text\":\"Hallo Uta\"{fields}}}");
        drafts(&pipe(&[&["--format=json", "--input-format=jsonl"], args].concat(), &line))[0].clone()
    };
    let draft =
        row(",\"relationship\":\"known\",\"lang\":\"en\",\"allow\":{\"too-short\":\"a friend\"},\"account\":null", &[]);
    assert_eq!((&draft["verdict"], &draft["language"]), (&"add_as_contact".into(), &"en".into()));
    let draft = row(",\"relationship\":\"known\",\"platform\":\"xing\"", &["--relationship=none"]);
    assert_eq!((&draft["verdict"], &draft["declared"]["platform"]), (&"message_first".into(), &"xing".into()));
}

#[test]
fn tables_in_old_encodings_are_read() {
    let folder = Folder::new("old_tables");
    let table = "Name;Nachricht\r\nMüller;Grüße, wir haben uns in Köln getroffen.\r\n";
    let narrow: Vec<u8> = table.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let wide: Vec<u8> = format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [("narrow.csv", narrow), ("wide.csv", wide), ("utf8.csv", table.into())] {
        let (_, answer) = check(&folder, name, bytes, &[]);
        let draft = &drafts(&answer)[0];
        assert_eq!(
            (answer.code, &draft["evidence"][0]["text"]),
            (0, &"wir haben uns in Köln getroffen".into()),
            "{name}"
        );
    }
}

#[test]
fn people_see_the_row_and_the_words() {
    let folder = Folder::new("rows_shown");
    folder.file("d.csv", "id,text\n7,Hallo [Name] und wir haben uns in Ulm getroffen.\n");
    let pack = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pack");
    let answer = finish(program().current_dir(folder.path()).arg("--rules").arg(pack).arg("d.csv"), b"");
    assert!(answer.out.contains("── d.csv:2#7 ──"), "{answer:?}");
    assert!(answer.out.contains("--> d.csv:2:1\n") && answer.out.contains("Hallo [Name] und wir"), "{answer:?}");
}

#[test]
fn threads_do_not_change_the_order() {
    let folder = Folder::new("row_order");
    let mut lines = String::new();
    for at in 0..4000 {
        let text = if at % 997 == 0 { "x [A] ".repeat(300) } else { GOOD.to_owned() };
        let good = || format!("{{\"id\":{at},\"text\":\"{text}\"}}\n");
        lines += &if at % 501 == 500 { "bad\n".to_owned() } else { good() };
    }
    let path = folder.file("d.jsonl", &lines);
    let many = finish(program().args(PACK).args(["--format=json", "--threads=5", &path]), b"");
    let one = finish(program().args(PACK).args(["--format=json", "--threads=1", &path]), b"");
    assert_eq!((one.code, drafts(&one).len()), (2, 3993));
    assert!(one == many, "threads change nothing");
}
