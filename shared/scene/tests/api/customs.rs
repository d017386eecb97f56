//! Numbers, dates and words as people of a place write them. What is expected is what Node.js 20 says, with the same data as Chromium.

use std::fmt::Write as _;

use super::is_lime;

/// Fails unless each expression is what is beside it, and says which is not.
#[track_caller]
fn check(pairs: &[(&str, &str)]) {
    let mut list = String::new();
    for (code, expected) in pairs {
        _ = write!(list, "[() => {code}, {expected:?}],");
    }
    let scene = format!(
        "import {{AbsoluteFill}} from 'remotion';
        const date = new Date('2024-02-05T15:04:09Z');
        const list = [{list}];
        export default () => {{
          for (const [make, expected] of list) if (String(make()).replace(/[\\u202f\\u00a0]/g, ' ') !== expected) throw new Error(`${{make}} is ${{make()}}`);
          return <AbsoluteFill style={{{{backgroundColor: 'lime'}}}} />;
        }};"
    );
    assert_eq!(is_lime(&scene, 0), []);
}

#[test]
fn numbers() {
    check(&[
        ("(1234.5).toLocaleString()", "1,234.5"),
        (
            "(1234.5).toLocaleString('en-US', {style: 'currency', currency: 'USD', maximumFractionDigits: 0})",
            "$1,235",
        ),
        ("(1234).toLocaleString('ja-JP', {style: 'currency', currency: 'JPY'})", "￥1,234"),
        ("(1234.5).toLocaleString('de-DE', {style: 'currency', currency: 'EUR'})", "1.234,50 €"),
        ("(1500000).toLocaleString('en', {notation: 'compact', maximumFractionDigits: 1})", "1.5M"),
        ("(0.256).toLocaleString(undefined, {style: 'percent'})", "26%"),
        ("(7).toLocaleString('en', {minimumIntegerDigits: 2})", "07"),
        ("new Intl.NumberFormat('fr-FR').format(1234567.891)", "1 234 567,891"),
        ("new Intl.NumberFormat('en', {maximumSignificantDigits: 3}).format(123456)", "123,000"),
        ("(12345678901234567890n).toLocaleString()", "12,345,678,901,234,567,890"),
        ("[1234, 5].toLocaleString()", "1,234,5"),
        ("NaN.toLocaleString() + (-Infinity).toLocaleString()", "NaN-∞"),
    ]);
}

#[test]
fn dates() {
    check(&[
        ("date.toLocaleDateString()", "2/5/2024"),
        ("date.toLocaleString()", "2/5/2024, 3:04:09 PM"),
        ("date.toLocaleTimeString('en-US', {hour: 'numeric', minute: '2-digit'})", "3:04 PM"),
        (
            "date.toLocaleDateString('en-US', {year: 'numeric', month: 'long', day: 'numeric'})",
            "February 5, 2024",
        ),
        (
            "date.toLocaleDateString('en-US', {weekday: 'short', month: 'short', day: 'numeric'})",
            "Mon, Feb 5",
        ),
        ("date.toLocaleDateString('de-DE', {dateStyle: 'long'})", "5. Februar 2024"),
        ("new Intl.DateTimeFormat('en-GB').format(date)", "05/02/2024"),
        (
            "new Intl.DateTimeFormat('en-US', {hour: '2-digit', minute: '2-digit', hour12: false}).format(date)",
            "15:04",
        ),
    ]);
}

#[test]
fn words() {
    check(&[
        ("new Intl.ListFormat('en', {type: 'conjunction'}).format(['a', 'b', 'c'])", "a, b, and c"),
        ("new Intl.PluralRules('en', {type: 'ordinal'}).select(22)", "two"),
        ("new Intl.RelativeTimeFormat('en', {numeric: 'auto'}).format(-1, 'day')", "yesterday"),
        ("[...new Intl.Segmenter('en').segment('a👍🏽é')].length", "3"),
        ("['b', 'a', 'C'].sort((one, next) => one.localeCompare(next)).join()", "a,b,C"),
    ]);
}
