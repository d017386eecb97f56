//! Numbers as people read them.

use std::time::Duration;

/// 1 credit is 10,000 micro-USD (docs: bodies of the API).
const USD_MICROS_PER_CREDIT: i64 = 10_000;

/// Micro-USD as credits, exactly: `1 credit`, `997.5 credits`.
pub(crate) fn credits(usd_micros: i64) -> String {
    let sign = if usd_micros < 0 { "-" } else { "" };
    let size = usd_micros.unsigned_abs();
    let unit = USD_MICROS_PER_CREDIT.unsigned_abs();
    let (whole, rest) = (size / unit, size % unit);
    let fraction = format!("{rest:04}");
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    let noun = if size == unit { "credit" } else { "credits" };
    format!("{sign}{whole}{point}{fraction} {noun}")
}

/// Micro-USD as dollars with at least two digits: `$0.01`, `$0.0005`.
pub(crate) fn money(usd_micros: i64) -> String {
    let sign = if usd_micros < 0 { "-" } else { "" };
    let size = usd_micros.unsigned_abs();
    let fraction = format!("{:06}", size % 1_000_000);
    let (cents, rest) = fraction.split_at(2);
    format!("{sign}${}.{cents}{}", size / 1_000_000, rest.trim_end_matches('0'))
}

/// Bytes with one decimal in decimal units, as storage is sold.
pub(crate) fn bytes(count: u64) -> String {
    for (unit, name) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")] {
        if count >= unit {
            return format!("{}.{} {name}", count / unit, count % unit * 10 / unit);
        }
    }
    format!("{count} B")
}

/// A duration: `31 ms`, `4.2 s`, `3 min 05 s`.
pub(crate) fn time(duration: Duration) -> String {
    let seconds = duration.as_secs();
    match seconds {
        0 => format!("{} ms", duration.as_millis()),
        1..60 => format!("{seconds}.{} s", duration.subsec_millis() / 100),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// An RFC 3339 time without what a list has no room for: `2026-11-20 19:05:33`.
pub(crate) fn clock(rfc3339: &str) -> String {
    rfc3339.get(..19).unwrap_or(rfc3339).replace('T', " ")
}

#[cfg(test)]
mod tests;
