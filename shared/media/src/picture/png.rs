//! Decoding PNG: row by row, shrunk as the rows come, unless it is interlaced.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Limits, Reader, Transformations};

use super::MAX_MEMORY;
use super::canvas::{Canvas, Ink};
use super::header::{Coding, Header};
use super::shrink::Shrink;
use crate::decode::Undecodable;
use crate::key::Format;

/// Decodes to at least `side` pixels on the longer side, if there are as many.
pub(super) fn decode(bytes: &[u8], header: &Header, side: u32) -> Result<Canvas, Undecodable> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MAX_MEMORY });
    // Neither is inflated: text is nobody's, and the profile was read with a limit of its own.
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    // The header's walk has verified them.
    decoder.ignore_checksums(true);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(told)?;
    let (colour, depth) = reader.output_color_type();
    if depth != BitDepth::Eight {
        return Err(Undecodable::damaged(Format::Png, "its levels are of another depth"));
    }
    let interlaced = matches!(header.coding, Coding::Png { interlaced: true, .. });
    let mut rows = Rows::new(header, colour, side);
    if interlaced {
        whole(&mut reader, header, &mut rows)?;
    } else {
        // Not until there are none left: the decoder would inflate what somebody put behind the last row.
        for _ in 0..header.stored_height {
            let row = reader.next_row().map_err(told)?;
            let row = row.ok_or_else(|| Undecodable::damaged(Format::Png, "rows are missing"))?;
            rows.push(row.data());
        }
    }
    Ok(rows.shrink.finish())
}

fn whole(reader: &mut Reader<Cursor<&[u8]>>, header: &Header, rows: &mut Rows) -> Result<(), Undecodable> {
    let length = reader.output_buffer_size().unwrap_or(usize::MAX);
    if length > MAX_MEMORY {
        return Err(Undecodable::TooHungry { bytes: length as u64 });
    }
    let mut pixels = vec![0; length];
    reader.next_frame(&mut pixels).map_err(told)?;
    for row in pixels.chunks_exact(length / header.stored_height as usize) {
        rows.push(row);
    }
    Ok(())
}

fn told(error: png::DecodingError) -> Undecodable {
    match error {
        png::DecodingError::IoError(_) => Undecodable::Truncated { format: Format::Png },
        other => Undecodable::told(Format::Png, other),
    }
}

/// Brings rows of any colour type to RGB or RGBA.
struct Rows {
    colour: ColorType,
    shrink: Shrink,
    row: Vec<u8>,
}

impl Rows {
    fn new(header: &Header, colour: ColorType, side: u32) -> Self {
        let ink = match colour {
            ColorType::GrayscaleAlpha | ColorType::Rgba => Ink::Rgba,
            _ => Ink::Rgb,
        };
        let factor = super::factor(header, side);
        Self {
            colour,
            shrink: Shrink::new(header.stored_width, header.stored_height, ink, factor),
            row: Vec::new(),
        }
    }

    fn push(&mut self, row: &[u8]) {
        self.row.clear();
        match self.colour {
            ColorType::Grayscale => self.row.extend(row.iter().flat_map(|level| [*level; 3])),
            ColorType::GrayscaleAlpha => {
                let pixels = row.as_chunks::<2>().0;
                self.row.extend(pixels.iter().flat_map(|[level, alpha]| [*level, *level, *level, *alpha]));
            }
            _ => return self.shrink.push(row),
        }
        self.shrink.push(&self.row);
    }
}
