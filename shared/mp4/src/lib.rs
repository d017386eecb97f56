//! Films of one track of H.264 in MP4 (ISO/IEC 14496-12 and -15), written in one go.
//!
//! Room for the index is left in front of the pictures, whose number is known, so that a player that loads the file can begin before it
//! has all of it, and nothing is moved afterwards.

use std::fs::File;
use std::io::{BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use mp4_atom::{
    Avc1, Avcc, AvccExt, Co64, Codec, Colr, Ctts, CttsEntry, Dinf, Dref, DrefEntry, Edts, Elst, ElstEntry,
    Encode as _, Ftyp, Hdlr, Mdhd, Mdia, Minf, Moov, Mvhd, Stbl, Stco, Stsc, StscEntry, Stsd, Stss, Stsz,
    StszSamples, Stts, SttsEntry, Tkhd, Trak, Url, Visual, Vmhd,
};
use serde::{Deserialize, Serialize};
use x264::{Headers, Packet};

/// Parts of a frame's time, as many as ffmpeg has for 30 frames a second.
const TICKS: u32 = 512;
/// Bytes that the index has without its samples, at most.
const INDEX: u64 = 2048;
/// Bytes that it has for a sample, at most: its size, its time with a count, and whether it is a keyframe.
const ENTRY: u64 = 16;
/// Bytes that it has for a chunk, at most: its place.
const CHUNK: u64 = 8;
/// Bytes in front of the pictures: those of a box of 64 bits.
const HEAD: u64 = 16;
/// Bytes of an empty box.
const EMPTY: u64 = 8;
/// BT.709, in its three meanings (ISO/IEC 23091-2).
const BT_709: u16 = 1;

/// What a film is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Track {
    /// In pixels; at most 65,535.
    pub width: u32,
    /// In pixels; at most 65,535.
    pub height: u32,
    /// Pictures a second.
    pub fps: u32,
    /// Pictures in all: no more than these may be added.
    pub frames: u32,
}

/// Why a film cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be written.
    #[error("the film cannot be written: {0}")]
    Write(#[from] std::io::Error),
    /// Something is larger than an MP4 can say.
    #[error("an MP4 has no room for that: {0}")]
    Index(#[from] mp4_atom::Error),
    /// A number is larger than an MP4 can say, or is below zero.
    #[error("an MP4 has no such number: {0}")]
    Number(#[from] std::num::TryFromIntError),
    /// More pictures came than were said before.
    #[error("the film has more than the {0} pictures that were said")]
    Frames(u32),
}

/// A film that is being written.
pub struct Mp4 {
    file: BufWriter<File>,
    track: Track,
    codec: Avcc,
    /// Goes in front of the next picture.
    ahead: Vec<u8>,
    samples: Vec<Sample>,
    /// Where the index goes, and how much room there is for it.
    index: u64,
    room: u64,
}

/// A picture in the file.
struct Sample {
    bytes: u32,
    /// Frames from when it is decoded until it is shown, less what all have in common.
    later: i64,
    is_key: bool,
}

impl Track {
    /// Frames that are in one piece of the file: a second.
    fn chunk(self) -> u32 {
        self.fps.max(1)
    }
}

impl Mp4 {
    /// Begins a film in a file that is made anew.
    pub fn begin(place: &Path, track: Track, headers: &Headers) -> Result<Self, Error> {
        let mut file = BufWriter::new(File::create(place)?);
        let mut brands = Vec::new();
        let compatible_brands = [b"isom", b"iso2", b"avc1", b"mp41"].map(Into::into).to_vec();
        Ftyp { major_brand: b"isom".into(), minor_version: 512, compatible_brands }.encode(&mut brands)?;
        let index = brands.len() as u64;
        let chunks = track.frames.div_ceil(track.chunk());
        let headers_bytes = (headers.sequence.len() + headers.picture.len()) as u64;
        let tables = ENTRY * u64::from(track.frames) + CHUNK * u64::from(chunks);
        let room = INDEX + headers_bytes + tables + EMPTY;
        file.write_all(&brands)?;
        file.seek(SeekFrom::Start(index + room + HEAD))?;
        let (codec, ahead) = (codec(headers)?, headers.about.clone());
        Ok(Self { file, track, codec, ahead, samples: Vec::new(), index, room })
    }

    /// Adds an encoded picture, in the order in which they come out of an encoder.
    pub fn add(&mut self, packet: Packet<'_>) -> Result<(), Error> {
        if self.samples.len() == self.track.frames as usize {
            return Err(Error::Frames(self.track.frames));
        }
        let ahead = std::mem::take(&mut self.ahead);
        self.file.write_all(&ahead)?;
        self.file.write_all(packet.bytes)?;
        let bytes = u32::try_from(ahead.len() + packet.bytes.len())?;
        let later = packet.shown - i64::try_from(self.samples.len())?;
        self.samples.push(Sample { bytes, later, is_key: packet.is_key });
        Ok(())
    }

    /// Writes what is in front of the pictures.
    pub fn finish(mut self) -> Result<(), Error> {
        let mut index = Vec::new();
        self.index()?.encode(&mut index)?;
        let left = self.room.checked_sub(index.len() as u64).filter(|left| *left >= EMPTY);
        let left = left.ok_or(Error::Frames(self.track.frames))?;
        index.extend(u32::try_from(left)?.to_be_bytes());
        index.extend(b"free");
        self.file.seek(SeekFrom::Start(self.index))?;
        self.file.write_all(&index)?;
        self.file.seek(SeekFrom::Start(self.index + self.room))?;
        self.file.write_all(&[&1_u32.to_be_bytes()[..], b"mdat"].concat())?;
        self.file.write_all(&(HEAD + self.bytes()).to_be_bytes())?;
        self.file.flush()?;
        Ok(())
    }

    /// Bytes of all pictures.
    fn bytes(&self) -> u64 {
        self.samples.iter().map(|sample| u64::from(sample.bytes)).sum()
    }

    fn index(&self) -> Result<Moov, Error> {
        let Track { width, height, fps, .. } = self.track;
        let (timescale, duration) = (fps * TICKS, self.samples.len() as u64 * u64::from(TICKS));
        let mvhd = Mvhd {
            timescale,
            duration,
            rate: 1.into(),
            volume: 1.into(),
            next_track_id: 2,
            ..Mvhd::default()
        };
        let tkhd = Tkhd {
            track_id: 1,
            duration,
            enabled: true,
            in_movie: true,
            width: u16::try_from(width)?.into(),
            height: u16::try_from(height)?.into(),
            ..Tkhd::default()
        };
        let begins = ElstEntry {
            segment_duration: duration,
            media_time: Some(u64::try_from(self.delay())? * u64::from(TICKS)),
            media_rate: 1.into(),
        };
        let here = DrefEntry::Url(Url::default());
        let mdia = Mdia {
            mdhd: Mdhd { timescale, duration, language: "und".to_owned(), ..Mdhd::default() },
            hdlr: Hdlr { handler: b"vide".into(), name: "VideoHandler".to_owned() },
            minf: Minf {
                vmhd: Some(Vmhd::default()),
                dinf: Dinf { dref: Dref { entries: vec![here] } },
                stbl: self.samples()?,
                ..Minf::default()
            },
        };
        let edts = Some(Edts { elst: Some(Elst { entries: vec![begins] }) });
        Ok(Moov { mvhd, trak: vec![Trak { tkhd, edts, mdia, ..Trak::default() }], ..Moov::default() })
    }

    /// Frames that the first picture waits, so that none is shown before it is decoded.
    fn delay(&self) -> i64 {
        self.samples.iter().map(|sample| -sample.later).max().unwrap_or_default()
    }

    fn samples(&self) -> Result<Stbl, Error> {
        let count = u32::try_from(self.samples.len())?;
        let keys = (1..).zip(&self.samples).filter(|(_, sample)| sample.is_key).map(|(number, _)| number);
        let visual = Visual {
            data_reference_index: 1,
            width: u16::try_from(self.track.width)?,
            height: u16::try_from(self.track.height)?,
            ..Visual::default()
        };
        let colr = Colr::new(BT_709, BT_709, BT_709, false)?;
        let avc1 = Avc1 { visual, avcc: self.codec.clone(), colr: Some(colr), ..Avc1::default() };
        let (stco, co64) = self.chunks();
        Ok(Stbl {
            stsd: Stsd { codecs: vec![Codec::Avc1(avc1)] },
            stts: Stts { entries: vec![SttsEntry { sample_count: count, sample_delta: TICKS }] },
            ctts: Some(Ctts { entries: self.times() }),
            stss: Some(Stss { entries: keys.collect() }),
            stsc: Stsc { entries: self.chunk_lengths(count) },
            stsz: Stsz {
                samples: StszSamples::Different {
                    sizes: self.samples.iter().map(|sample| sample.bytes).collect(),
                },
            },
            stco,
            co64,
            ..Stbl::default()
        })
    }

    /// How much later than it is decoded each picture is shown.
    fn times(&self) -> Vec<CttsEntry> {
        let delay = self.delay();
        let mut entries: Vec<CttsEntry> = Vec::new();
        for sample in &self.samples {
            let sample_offset = (sample.later + delay) * i64::from(TICKS);
            match entries.last_mut() {
                Some(last) if last.sample_offset == sample_offset => last.sample_count += 1,
                _ => entries.push(CttsEntry { sample_count: 1, sample_offset }),
            }
        }
        entries
    }

    /// Samples of the chunks: all have a second's, the last what is left.
    fn chunk_lengths(&self, count: u32) -> Vec<StscEntry> {
        let chunk = self.track.chunk();
        let entry = |first_chunk, samples_per_chunk| StscEntry {
            first_chunk,
            samples_per_chunk,
            sample_description_index: 1,
        };
        let (full, rest) = (count / chunk, count % chunk);
        let entries = [(full > 0).then(|| entry(1, chunk)), (rest > 0).then(|| entry(full + 1, rest))];
        entries.into_iter().flatten().collect()
    }

    /// Where the chunks are: in numbers of 32 bits where these are enough.
    fn chunks(&self) -> (Option<Stco>, Option<Co64>) {
        let mut place = self.index + self.room + HEAD;
        let mut places = Vec::new();
        for chunk in self.samples.chunks(self.track.chunk() as usize) {
            places.push(place);
            place += chunk.iter().map(|sample| u64::from(sample.bytes)).sum::<u64>();
        }
        match places.iter().map(|place| u32::try_from(*place)).collect() {
            Ok(entries) => (Some(Stco { entries }), None),
            Err(_) => (None, Some(Co64 { entries: places })),
        }
    }
}

/// What a decoder is told of the stream.
fn codec(headers: &Headers) -> Result<Avcc, Error> {
    let mut codec = Avcc::new(&headers.sequence, &headers.picture)?;
    // Of `High` and what is above it, a decoder is also told the colours and the depth: 4:2:0 with 8 bits, as by default.
    codec.ext = (codec.avc_profile_indication >= 100).then(AvccExt::default);
    Ok(codec)
}

#[cfg(test)]
mod tests;
