//! What was measured, as a table and in sums.

use media::judge::HEIGHT;

use super::Row;

#[expect(clippy::print_stdout, reason = "an example for the terminal says what it measured")]
pub fn print(rows: &[Row]) {
    println!(
        "| prompt | seed | colours | third dE | horizon meant | found | sure | other subject: pixels | outlines |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for row in rows {
        let Row { prompt, seed, named, found, intended, pixels, outlines, .. } = row;
        let third = row.third.map_or("-".to_owned(), |third| format!("{third:.3}"));
        let third = if row.has_palette() { third } else { format!("{third} **off**") };
        let (at, sure) = row.horizon.map_or(("-".to_owned(), "-".to_owned()), |horizon| {
            let off = if row.is_level() { "" } else { " **off**" };
            (format!("{:.3}{off}", horizon.at), format!("{:.2}", horizon.confidence))
        });
        let hidden = if row.shown { "" } else { " (hidden)" };
        println!(
            "| {prompt} | {seed} | {found}/{named} | {third} | {intended:.3}{hidden} | {at} | {sure} | {pixels:.2} | {outlines:.2} |"
        );
    }
    println!();
    let all = rows.len();
    let count = |one: fn(&Row) -> bool| rows.iter().filter(|row| one(row)).count();
    println!("palette: three of five of the named colours in {} of {all} pictures", count(Row::has_palette));
    println!(
        "horizon shown: within {HEIGHT} in {}, off in {}, not found in {} of {} pictures",
        count(|row| row.shown && row.is_level()),
        count(|row| row.shown && row.horizon.is_some() && !row.is_level()),
        count(|row| row.shown && row.horizon.is_none()),
        count(|row| row.shown),
    );
    println!(
        "horizon hidden: none said in {} of {} pictures",
        count(|row| !row.shown && row.horizon.is_none()),
        count(|row| !row.shown),
    );
    println!(
        "subject: {} of {all} pairs differ in at least 15 % of pixels, the least in {:.2}; outlines at least {:.2}",
        count(|row| row.pixels >= 0.15),
        rows.iter().map(|row| row.pixels).fold(1.0, f32::min),
        rows.iter().map(|row| row.outlines).fold(1.0, f32::min),
    );
}
