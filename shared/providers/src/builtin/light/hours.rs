//! The light of each hour, chosen by eye after photographs and landscape painting.

use crate::builtin::intent::Hour;

/// One hour's light. Colours are sRGB codes.
pub(super) struct HourLight {
    /// Sky from the horizon (0) to the top (1).
    pub(super) sky: &'static [(f32, u32)],
    /// Height at which the first colour of a named palette stands in the sky.
    pub(super) band: f32,
    pub(super) key: u32,
    pub(super) key_power: f32,
    pub(super) ambient_power: f32,
    /// The sun's height above the horizon as a share of the sky; negative below it.
    pub(super) elevation: f32,
    pub(super) radius: f32,
    pub(super) disc: u32,
    pub(super) disc_power: f32,
    pub(super) halo: f32,
    pub(super) stars: f32,
    pub(super) lamps: f32,
}

pub(super) fn of(hour: Hour) -> &'static HourLight {
    match hour {
        Hour::Dawn => &DAWN,
        Hour::Morning => &MORNING,
        Hour::Noon => &NOON,
        Hour::Day => &DAY,
        Hour::Afternoon => &AFTERNOON,
        Hour::Golden => &GOLDEN,
        Hour::Sunset => &SUNSET,
        Hour::Dusk => &DUSK,
        Hour::Night => &NIGHT,
    }
}

const DAWN: HourLight = HourLight {
    sky: &[(0.0, 0xffe6bd), (0.10, 0xfbc7a0), (0.26, 0xe2adb4), (0.55, 0x98a5cc), (1.0, 0x5472a8)],
    band: 0.08,
    key: 0xffb684,
    key_power: 1.15,
    ambient_power: 0.85,
    elevation: 0.07,
    radius: 0.032,
    disc: 0xffdfae,
    disc_power: 1.5,
    halo: 0.55,
    stars: 0.05,
    lamps: 0.35,
};

const MORNING: HourLight = HourLight {
    sky: &[(0.0, 0xfcf1d8), (0.16, 0xdfeae6), (0.5, 0xa0c9e3), (1.0, 0x5c98cf)],
    band: 0.05,
    key: 0xfff0d2,
    key_power: 1.7,
    ambient_power: 0.8,
    elevation: 0.55,
    radius: 0.030,
    disc: 0xfff6dd,
    disc_power: 1.8,
    halo: 0.5,
    stars: 0.0,
    lamps: 0.0,
};

const NOON: HourLight = HourLight {
    sky: &[(0.0, 0xe2f0f4), (0.16, 0xb4daf0), (0.5, 0x67abe2), (1.0, 0x2a70c2)],
    band: 0.03,
    key: 0xfffaee,
    key_power: 2.1,
    ambient_power: 0.85,
    elevation: 1.25,
    radius: 0.028,
    disc: 0xffffff,
    disc_power: 1.6,
    halo: 0.4,
    stars: 0.0,
    lamps: 0.0,
};

const DAY: HourLight = HourLight {
    sky: &[(0.0, 0xeef1e6), (0.16, 0xc6dfe8), (0.5, 0x83b9df), (1.0, 0x3f84c4)],
    band: 0.04,
    key: 0xfff3dc,
    key_power: 1.85,
    ambient_power: 0.8,
    elevation: 1.15,
    radius: 0.028,
    disc: 0xfffbe8,
    disc_power: 1.5,
    halo: 0.4,
    stars: 0.0,
    lamps: 0.0,
};

const AFTERNOON: HourLight = HourLight {
    sky: &[(0.0, 0xfaebcd), (0.16, 0xdfe3d6), (0.5, 0x94bddb), (1.0, 0x4b88c0)],
    band: 0.06,
    key: 0xffe4b6,
    key_power: 1.8,
    ambient_power: 0.75,
    elevation: 0.6,
    radius: 0.030,
    disc: 0xfff0cc,
    disc_power: 1.8,
    halo: 0.5,
    stars: 0.0,
    lamps: 0.0,
};

const GOLDEN: HourLight = HourLight {
    sky: &[(0.0, 0xffe2a0), (0.12, 0xfccf92), (0.3, 0xecc6a6), (0.6, 0xa6b6c8), (1.0, 0x6388b2)],
    band: 0.08,
    key: 0xffbe6e,
    key_power: 1.9,
    ambient_power: 0.7,
    elevation: 0.2,
    radius: 0.034,
    disc: 0xffe9b4,
    disc_power: 2.4,
    halo: 0.75,
    stars: 0.0,
    lamps: 0.1,
};

const SUNSET: HourLight = HourLight {
    sky: &[
        (0.0, 0xffd680),
        (0.08, 0xfdac60),
        (0.2, 0xf0805e),
        (0.4, 0xb9648a),
        (0.68, 0x635092),
        (1.0, 0x303874),
    ],
    band: 0.09,
    key: 0xff9a55,
    key_power: 1.35,
    ambient_power: 0.75,
    elevation: 0.075,
    radius: 0.042,
    disc: 0xffe08c,
    disc_power: 2.4,
    halo: 0.8,
    stars: 0.03,
    lamps: 0.45,
};

const DUSK: HourLight = HourLight {
    sky: &[
        (0.0, 0xffb870),
        (0.06, 0xf3926c),
        (0.18, 0xbb7392),
        (0.4, 0x6c66a6),
        (0.68, 0x354282),
        (1.0, 0x162152),
    ],
    band: 0.07,
    key: 0xff9d66,
    key_power: 0.95,
    ambient_power: 0.72,
    elevation: -0.05,
    radius: 0.03,
    disc: 0xffb060,
    disc_power: 0.7,
    halo: 0.85,
    stars: 0.4,
    lamps: 1.0,
};

const NIGHT: HourLight = HourLight {
    sky: &[(0.0, 0x3b5a8a), (0.2, 0x263f6f), (0.55, 0x152852), (1.0, 0x0a1536)],
    band: 0.05,
    key: 0xbdd3ff,
    key_power: 0.42,
    ambient_power: 0.85,
    elevation: 0.66,
    radius: 0.036,
    disc: 0xf4f1e2,
    disc_power: 1.1,
    halo: 0.5,
    stars: 1.0,
    lamps: 1.0,
};
