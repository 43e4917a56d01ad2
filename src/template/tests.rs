use super::*;
use crate::builtin::builtin_pack;
use crate::measure::Length;

fn read(source: &str, dialect: Dialect) -> Template {
    Template::read(builtin_pack(), source, dialect)
}

/// Shows every mark as its sort and its text.
fn marks(source: &str, dialect: Dialect) -> Vec<String> {
    let template = read(source, dialect);
    template.marks.iter().map(|(mark, span)| format!("{mark:?} {}", span.of(source))).collect()
}

/// Shows the text with these options, without what is not sent.
fn sent(source: &str, chosen: &[usize]) -> String {
    let text = read(source, Dialect::Auto).text(source, chosen);
    assert_eq!(text.len(), source.len(), "every byte stays where it is");
    text.replace(DELETED, "")
}

#[test]
fn an_option_is_what_is_sent() {
    for (source, chosen, wanted) in [
        ("{Hallo|Guten Tag|Hi} Uta", &[1][..], "Guten Tag Uta"),
        ("Kolleg{e|in}", &[1], "Kollegin"),
        ("{Guten {Tag|Abend}|Hallo} {Uta|Jo}", &[0, 1, 1], "Guten Abend Jo"),
        ("{{Hi|Hallo} Uta|Servus} {{name}}", &[0, 1], "Hallo Uta {{name}}"),
        ("a{% if x %}b{% elsif y %}c{% else %}d{% endif %}e", &[2], "ade"),
        ("a{%- if x -%}b{%- endif -%}e", &[1], "ae"),
        ("a{% case x %} {% when 1 %}b{% when 2 %}c{% endcase %}e", &[1], "ace"),
        ("{% spin %}{% variation %}a{% variation %}b{% endspin %}", &[1], "b"),
        ("{% for x in y %}a{% endfor %}{% assign z = 1 %}{# {{x}} #}b", &[], "ab"),
        ("{% comment %}{a|b}{% endcomment %}c", &[], "c"),
        ("{{#if x}}a{{else}}b{{/if}}{{! c }}", &[1], "b"),
        ("{{#each x}}a{{/each}}{{^y}}b{{/y}}", &[0, 1], "a"),
        ("*|IF:X|*a*|ELSEIF:Y|*b*|ELSE:|*c*|END:IF|*", &[1], "b"),
        ("{{RANDOM | Hi | Hello}} Jo", &[1], " Hello Jo"),
        ("{ä|ö}ü", &[1], "öü"),
    ] {
        assert_eq!(sent(source, chosen), wanted, "{source}");
    }
}

#[test]
fn the_dialect_decides_what_a_bar_means() {
    use Dialect::{Auto, Liquid, Spintax};
    for (source, dialect, wanted) in [
        ("{{name|Uta}}", Auto, &[][..]),
        ("{{name|upcase}}", Liquid, &[]),
        ("{{Uta|Jo}}", Spintax, &["Choice {Uta|Jo}"]),
        ("{{name}}", Spintax, &[]),
        ("{Uta|Jo}", Auto, &["Choice {Uta|Jo}"]),
        ("{Uta|Jo}", Liquid, &["Unknown {Uta|Jo}"]),
    ] {
        assert_eq!(marks(source, dialect), wanted, "{source} {dialect:?}");
    }
}

#[test]
fn what_is_not_closed_is_told_where_it_begins() {
    for (source, wanted) in [
        ("{{name", &["Half {{name"][..]),
        ("{{ name }", &["Half {{ name }"]),
        ("name}}", &["Half }}"]),
        ("{% if x %}{a|b", &["Half {% if x %}", "Half {"]),
        ("{a {% if x %}b|c}", &["Unknown {a {% if x %}b|c}", "Half {% if x %}"]),
        ("{% if x %}{% endcase %}{% endif %}", &["Choice {% if x %}", "Half {% endcase %}"]),
        ("{Vorname}, {1}", &["Unknown {1}"]),
        ("5 > 3, [1], a | b, :-], 100 %", &[]),
        ("<br> <a href=\"x\">x</a> <uta@firma.de> <https://firma.de>", &[]),
    ] {
        assert_eq!(marks(source, Dialect::Auto), wanted, "{source}");
    }
}

#[test]
fn lengths_are_those_of_the_shortest_and_the_longest_text() {
    let lengths = |source: &str| read(source, Dialect::Auto).lengths(builtin_pack(), source);
    for (source, shortest, longest) in [
        ("{Hi|Guten Tag {Herr|Frau} Ott|Hallo} du", "Hi du", "Guten Tag Herr Ott du"),
        ("a{% if x %} und b{% endif %}", "a", "a und b"),
        ("plain text", "plain text", "plain text"),
        ("{{ first_name | default: \"wonderful person out there\" }}", "xxx", "wonderful person out there"),
    ] {
        let lengths = lengths(source);
        assert_eq!((lengths.shortest, lengths.longest), (Length::of(shortest), Length::of(longest)), "{source}");
    }
    let name = lengths("Hi [Name]!");
    assert_eq!((name.shortest.graphemes, name.longest.graphemes), (3 + 3 + 1, 3 + 20 + 1));
    assert_eq!((name.shortest.words, name.longest.words), (2, 3));
}

#[test]
fn a_million_texts_take_no_time() {
    let wide = "{a|bb|ccc} ".repeat(2_000);
    let lengths = read(&wide, Dialect::Auto).lengths(builtin_pack(), &wide);
    assert_eq!((lengths.shortest.graphemes, lengths.longest.graphemes), (2 * 2_000 - 1, 4 * 2_000 - 1));
    let deep = format!("{}x{}", "{a|".repeat(40), "}".repeat(40));
    assert_eq!(marks(&deep, Dialect::Auto).len(), 40);
    let bottomless = format!("{}x{}", "{a|".repeat(100_000), "}".repeat(100_000));
    let template = read(&bottomless, Dialect::Auto);
    assert!(template.marks.iter().any(|(mark, _)| *mark == SlotMark::Half));
    let _ = template.lengths(builtin_pack(), &bottomless);
    for hostile in
        ["{{".repeat(50_000), "{%".repeat(50_000), "{# ".repeat(50_000), "[a".repeat(50_000), "{a|{{".repeat(20_000)]
    {
        let _ = read(&hostile, Dialect::Auto);
    }
}
