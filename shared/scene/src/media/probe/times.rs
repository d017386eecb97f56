//! The times of a film's pictures, and the rate that they keep.

use super::UNSTEADY;
use crate::film::Rate;

/// Rates that films have, pictures a second.
const RATES: [(u32, u32); 16] = [
    (24_000, 1_001),
    (24, 1),
    (25, 1),
    (30_000, 1_001),
    (30, 1),
    (48, 1),
    (50, 1),
    (60_000, 1_001),
    (60, 1),
    (120_000, 1_001),
    (120, 1),
    (10, 1),
    (12, 1),
    (15, 1),
    (8, 1),
    (20, 1),
];
/// The fastest rate that is kept.
const FASTEST: f64 = 240.0;
/// How far from its place in a steady rate a picture may be, in pictures. Half a picture would be the next one's place.
const NEAR: f64 = 0.3;

/// When a film's pictures are seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Times {
    /// Pictures a second.
    pub(crate) fps: Rate,
    /// The number of pictures in that rate.
    pub(crate) frames: u32,
    /// Seconds in the file at which the film begins.
    pub(crate) lead: f64,
    /// Whether its pictures have that rate by themselves.
    pub(crate) steady: bool,
}

/// The packets of a stream, read from what ffmpeg's `framecrc` prints of them.
#[derive(Debug, Default)]
pub(super) struct Packets {
    /// Seconds of a tick.
    num: u32,
    den: u32,
    /// In ticks, in the order of the file, and how long each is shown.
    shown: Vec<(i64, i64)>,
}

impl Packets {
    pub(super) fn len(&self) -> usize {
        self.shown.len()
    }

    /// Reads `#tb 0: 1/15360`, or `0, dts, pts, duration, size, crc, F=0x…`.
    pub(super) fn line(&mut self, line: &str) {
        if let Some(base) = line.strip_prefix("#tb 0:") {
            if let Some((num, den)) = base.trim().split_once('/') {
                (self.num, self.den) = (num.parse().unwrap_or(0), den.parse().unwrap_or(0));
            }
            return;
        }
        let mut parts = line.split(',').map(str::trim);
        if parts.next() != Some("0") {
            return;
        }
        let mut number = || parts.next().and_then(|text| text.parse::<i64>().ok());
        let (decoded, shown, length) = (number(), number(), number());
        // The third bit of the flags marks what is decoded and never shown (libavcodec, AV_PKT_FLAG_DISCARD).
        let flags = parts.find_map(|part| part.strip_prefix("F=0x"));
        let is_hidden =
            flags.and_then(|hex| u32::from_str_radix(hex, 16).ok()).is_some_and(|flags| flags & 4 != 0);
        if let (Some(time), false) = (shown.or(decoded), is_hidden) {
            self.shown.push((time, length.unwrap_or(0)));
        }
    }

    /// What they say, with the help of a guess of their rate.
    pub(super) fn times(mut self, guess: Option<f64>) -> Option<Times> {
        if self.num == 0 || self.den == 0 {
            return None;
        }
        self.shown.sort_unstable();
        self.shown.dedup_by_key(|(time, _)| *time);
        let (first, last, length) = (self.shown.first()?.0, self.shown.last()?.0, self.shown.last()?.1);
        let steady = self.steady(guess);
        let fps = steady.unwrap_or(UNSTEADY);
        let pictures = |ticks: i64| self.seconds(ticks) * fps.per_second();
        // A film that begins within a picture of its file's beginning begins there; one that begins later shows its first
        // picture until then, as in a browser.
        let lead = if pictures(first).abs() < 1.0 { first } else { 0 };
        let end = pictures(last - lead).round() + 1.0;
        let end = if steady.is_some() { end } else { end.max(pictures(last - lead + length).round()) };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast from a float saturates"
        )]
        let frames = (end.max(1.0) as u32).min(u32::try_from(super::MOST_PICTURES).unwrap_or(u32::MAX));
        Some(Times { fps, frames, lead: self.seconds(lead), steady: steady.is_some() })
    }

    /// The rate in which every picture has its own place.
    fn steady(&self, guess: Option<f64>) -> Option<Rate> {
        let (first, last) = (self.shown.first()?.0, self.shown.last()?.0);
        if first == last {
            return None;
        }
        if let Some(rate) = self.even(guess) {
            return Some(rate);
        }
        #[expect(clippy::cast_precision_loss, reason = "a film has fewer pictures than 2^52")]
        let average = (self.shown.len() as f64 - 1.0) / self.seconds(last - first);
        let mut rates: Vec<Rate> = RATES.iter().map(|(num, den)| Rate { num: *num, den: *den }).collect();
        let wanted = guess.filter(|rate| (rate / average - 1.0).abs() < 0.1).unwrap_or(average);
        let distance = |rate: &Rate| (rate.per_second() / wanted - 1.0).abs();
        rates.sort_by(|one, other| distance(one).total_cmp(&distance(other)));
        rates.into_iter().take(3).find(|rate| self.keeps(*rate))
    }

    /// The rate of pictures that are all as many ticks apart.
    fn even(&self, guess: Option<f64>) -> Option<Rate> {
        let apart = self.shown.get(1)?.0 - self.shown.first()?.0;
        let is_even = self.shown.windows(2).all(|pair| pair[1].0 - pair[0].0 == apart);
        let den = u32::try_from(apart).ok()?.checked_mul(self.num)?;
        let divisor = common(self.den, den);
        let rate = Rate { num: self.den / divisor, den: den / divisor };
        // With ticks as long as a picture is short, all pictures of a few can be evenly apart by chance.
        let is_guessed = guess.is_some_and(|guess| (guess / rate.per_second() - 1.0).abs() < 0.001);
        let is_exact = apart >= 100 || is_guessed || RATES.contains(&(rate.num, rate.den));
        (is_even && is_exact && rate.per_second() <= FASTEST).then_some(rate)
    }

    fn keeps(&self, rate: Rate) -> bool {
        let Some((first, _)) = self.shown.first() else { return false };
        let mut before = -1.0;
        self.shown.iter().all(|(time, _)| {
            let place = self.seconds(time - first) * rate.per_second();
            let (own, is_next) = (place.round(), place.round() > before);
            before = own;
            is_next && (place - own).abs() <= NEAR
        })
    }

    fn seconds(&self, ticks: i64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "times of a film are far below 2^52 ticks")]
        let ticks = ticks as f64;
        ticks * f64::from(self.num) / f64::from(self.den)
    }
}

fn common(one: u32, other: u32) -> u32 {
    if other == 0 { one.max(1) } else { common(other, one % other) }
}

#[cfg(test)]
mod tests;
