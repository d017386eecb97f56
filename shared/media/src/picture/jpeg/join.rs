//! From planes of samples to pixels: coarser planes are enlarged, and YCbCr becomes RGB.

use super::super::canvas::{Canvas, Ink};
use super::plan::Plan;
use super::plane::{Plane, most};

/// What the channels stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Model {
    Grey,
    Rgb,
    YCbCr,
    /// Amounts of ink, or what is left of light when Adobe's programs wrote it.
    Cmyk {
        inverted: bool,
    },
    /// The same, of which three are written as YCbCr.
    Ycck,
}

/// Joins planes that were decoded at `scale` eighths.
pub(super) fn join(plan: &Plan, planes: &[Plane], scale: usize) -> Canvas {
    let (width, height) = ((plan.width * scale).div_ceil(8), (plan.height * scale).div_ceil(8));
    let model = model(plan);
    let ink = if matches!(model, Model::Cmyk { .. } | Model::Ycck) { Ink::Cmyk } else { Ink::Rgb };
    let mut data = vec![0; width * height * ink.bytes()];
    let mut rows: Vec<Row> = planes.iter().map(|plane| Row::new(plan, plane, scale, width)).collect();
    for (y, out) in data.chunks_exact_mut(width * ink.bytes()).enumerate() {
        for (row, plane) in rows.iter_mut().zip(planes) {
            row.fetch(plane, y);
        }
        match (model, rows.as_slice()) {
            (Model::Grey, [grey, ..]) => {
                for (pixel, level) in out.as_chunks_mut::<3>().0.iter_mut().zip(&grey.samples) {
                    *pixel = [*level; 3];
                }
            }
            (Model::Rgb, [red, green, blue, ..]) => {
                for (pixel, level) in out.as_chunks_mut::<3>().0.iter_mut().zip(pixels(red, green, blue)) {
                    *pixel = level;
                }
            }
            (Model::YCbCr, [luma, blue, red, ..]) => {
                for (pixel, ycc) in out.as_chunks_mut::<3>().0.iter_mut().zip(pixels(luma, blue, red)) {
                    *pixel = rgb(ycc);
                }
            }
            (Model::Cmyk { inverted }, [cyan, magenta, yellow, black]) => {
                let inks = pixels(cyan, magenta, yellow).zip(&black.samples);
                for (pixel, ([c, m, y], k)) in out.as_chunks_mut::<4>().0.iter_mut().zip(inks) {
                    *pixel = [c, m, y, *k].map(|ink| if inverted { 255 - ink } else { ink });
                }
            }
            (Model::Ycck, [luma, blue, red, black]) => {
                let inks = pixels(luma, blue, red).zip(&black.samples);
                for (pixel, (ycc, k)) in out.as_chunks_mut::<4>().0.iter_mut().zip(inks) {
                    // What is written is what is left of light: its RGB is the amount of ink.
                    let [c, m, y] = rgb(ycc);
                    *pixel = [c, m, y, 255 - k];
                }
            }
            _ => {}
        }
    }
    let part = |length: u32| f64::from(length) * f64::from(u32::try_from(scale).unwrap_or(8)) / 8.0;
    let whole = |length: usize| u32::try_from(length).unwrap_or(0);
    Canvas {
        extent: (part(whole(plan.width)), part(whole(plan.height))),
        ..Canvas::new(whole(width), whole(height), ink, data)
    }
}

/// What the channels stand for: by Adobe's marker, by JFIF, or by their names, as libjpeg tells it.
fn model(plan: &Plan) -> Model {
    let names: Vec<u8> = plan.channels.iter().map(|channel| channel.id).collect();
    match (names.as_slice(), plan.adobe) {
        ([_], _) => Model::Grey,
        ([_, _, _, _], Some(2)) => Model::Ycck,
        ([_, _, _, _], adobe) => Model::Cmyk { inverted: adobe.is_some() },
        _ if plan.jfif => Model::YCbCr,
        (_, Some(0)) | (b"RGB", None) => Model::Rgb,
        _ => Model::YCbCr,
    }
}

fn pixels<'a>(one: &'a Row, two: &'a Row, three: &'a Row) -> impl Iterator<Item = [u8; 3]> {
    one.samples.iter().zip(&two.samples).zip(&three.samples).map(|((one, two), three)| [*one, *two, *three])
}

/// BT.601 with full range (ITU-T T.871, section 7), in sixteenths of a bit of 65,536.
#[inline]
fn rgb([luma, blue, red]: [u8; 3]) -> [u8; 3] {
    let luma = (i32::from(luma) << 16) + (1 << 15);
    let (blue, red) = (i32::from(blue) - 128, i32::from(red) - 128);
    let level = |value: i32| u8::try_from((value >> 16).clamp(0, 255)).unwrap_or(0);
    [level(luma + 91_881 * red), level(luma - 22_554 * blue - 46_802 * red), level(luma + 116_130 * blue)]
}

/// A row of a plane, enlarged to the picture's width.
struct Row {
    /// By how much the plane is coarser: a whole number, or none.
    across: Option<usize>,
    down: Option<usize>,
    /// The same as fractions, of samples to pixels.
    ratio: ((usize, usize), (usize, usize)),
    /// How much of the plane shows something.
    shown: (usize, usize),
    samples: Vec<u8>,
    between: Vec<u8>,
}

impl Row {
    fn new(plan: &Plan, plane: &Plane, scale: usize, width: usize) -> Self {
        let (across, down) = most(plan);
        let ratio = ((plane.n * plane.across, scale * across), (plane.n * plane.down, scale * down));
        let whole = |(own, most): (usize, usize)| (most % own == 0).then_some(most / own);
        let shown = |length: usize, (own, most): (usize, usize)| (length * scale * own).div_ceil(8 * most);
        Self {
            across: whole(ratio.0),
            down: whole(ratio.1),
            ratio,
            shown: (shown(plan.width, ratio.0).max(1), shown(plan.height, ratio.1).max(1)),
            samples: vec![0; width],
            between: Vec::new(),
        }
    }

    /// Fetches row `y` of the picture.
    fn fetch(&mut self, plane: &Plane, y: usize) {
        let stride = plane.stride();
        let row = |at: usize| {
            let at = at.min(self.shown.1 - 1);
            plane.samples.get(at * stride..at * stride + self.shown.0).unwrap_or_default()
        };
        let source = match self.down {
            Some(1) => row(y),
            // Between two rows, three quarters of the nearer one: the triangle filter of libjpeg.
            Some(2) => {
                let near = row(y / 2);
                let far = row(if y.is_multiple_of(2) { (y / 2).saturating_sub(1) } else { y / 2 + 1 });
                self.between.clear();
                self.between.extend(near.iter().zip(far).map(|(near, far)| quarter(*near, *far)));
                &self.between
            }
            _ => row(y * self.ratio.1.0 / self.ratio.1.1),
        };
        match self.across {
            Some(1) => {
                for (sample, source) in self.samples.iter_mut().zip(source) {
                    *sample = *source;
                }
            }
            Some(2) => double(source, &mut self.samples),
            _ => {
                for (x, sample) in self.samples.iter_mut().enumerate() {
                    *sample = source.get(x * self.ratio.0.0 / self.ratio.0.1).copied().unwrap_or(128);
                }
            }
        }
    }
}

/// Two samples out of each, three quarters of the nearer one.
fn double(source: &[u8], out: &mut [u8]) {
    let Some(first) = source.first() else { return };
    let before = std::iter::once(first).chain(source);
    let after = source.iter().skip(1).chain(source.last());
    for (((pair, here), before), after) in out.chunks_mut(2).zip(source).zip(before).zip(after) {
        let made = [quarter(*here, *before), quarter(*here, *after)];
        for (sample, made) in pair.iter_mut().zip(made) {
            *sample = made;
        }
    }
}

/// Three quarters of one and a quarter of the other.
#[inline]
fn quarter(near: u8, far: u8) -> u8 {
    u8::try_from((u32::from(near) * 3 + u32::from(far) + 2) / 4).unwrap_or(u8::MAX)
}
