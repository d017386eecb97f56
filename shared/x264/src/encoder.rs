//! Pictures in, packets out.

use std::ffi::c_int;
use std::ptr::NonNull;

use crate::library::{Error, Library};
use crate::raw;

/// An encoder of one film.
pub struct Encoder {
    library: Library,
    handle: NonNull<raw::Handle>,
    width: u32,
    height: u32,
}

/// A picture: planes of Y, Cb and Cr without gaps between their rows, the latter two of half the width and height, rounded up.
#[derive(Debug, Clone, Copy)]
pub struct Planes<'p> {
    /// Y.
    pub luma: &'p [u8],
    /// Cb.
    pub cb: &'p [u8],
    /// Cr.
    pub cr: &'p [u8],
}

/// An encoded picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet<'e> {
    /// Its units, each behind its length in four bytes, big-endian.
    pub bytes: &'e [u8],
    /// The number that the picture was given.
    pub shown: i64,
    /// When it must be decoded, in the same numbers. Those of the first pictures can be negative.
    pub decoded: i64,
    /// Whether a player can begin here.
    pub is_key: bool,
}

/// What a player must know before the first packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headers {
    /// The sequence parameter set.
    pub sequence: Vec<u8>,
    /// The picture parameter set.
    pub picture: Vec<u8>,
    /// What libx264 says of itself and its options, to go in front of the first packet: units behind their lengths, as there.
    pub about: Vec<u8>,
}

impl Encoder {
    pub(crate) fn of(library: Library, handle: NonNull<raw::Handle>, (width, height): (u32, u32)) -> Self {
        Self { library, handle, width, height }
    }

    /// What a player must know before the first packet.
    pub fn headers(&mut self) -> Result<Headers, Error> {
        let (mut units, mut count) = (std::ptr::null(), 0);
        // SAFETY: the handle is open, and both places are there.
        let total =
            unsafe { (self.library.calls.headers)(self.handle.as_ptr(), &raw mut units, &raw mut count) };
        if total < 0 {
            return Err(Error::Encode);
        }
        // SAFETY: it has just given so many units.
        let units = unsafe { units_of(units, count) };
        let payload = |kind| {
            let unit = units.iter().find(|unit| unit.kind == kind).ok_or(Error::Encode)?;
            // SAFETY: a unit's payload is as long as it says.
            Ok::<_, Error>(unsafe { bytes_of(unit.payload, unit.bytes) }.to_vec())
        };
        // The length is in front of what it is of.
        let bare = |kind| payload(kind).map(|unit| unit.into_iter().skip(4).collect());
        Ok(Headers {
            sequence: bare(raw::SEQUENCE)?,
            picture: bare(raw::PICTURE)?,
            about: payload(raw::INFORMATION)?,
        })
    }

    /// Takes a picture, which it copies, and gives the next packet if there is one: a film's packets come later than its pictures, and in
    /// another order. `number` must grow from picture to picture.
    pub fn encode(&mut self, planes: Planes<'_>, number: i64) -> Result<Option<Packet<'_>>, Error> {
        let mut picture = raw::Picture::blank();
        picture.shown = number;
        picture.image = self.image(planes)?;
        let output = self.call(&raw mut picture)?;
        // SAFETY: the packet borrows the encoder, which needs `&mut self` to be called.
        Ok(output.map(|output| unsafe { output.packet() }))
    }

    /// The next packet of the pictures that it has; none when it has none.
    pub fn flush(&mut self) -> Result<Option<Packet<'_>>, Error> {
        loop {
            // SAFETY: the handle is open.
            let delayed = unsafe { (self.library.calls.delayed)(self.handle.as_ptr()) };
            if delayed <= 0 {
                return Ok(None);
            }
            // With threads, a call may give nothing though there is more to come.
            if let Some(output) = self.call(std::ptr::null_mut())? {
                // SAFETY: as above.
                return Ok(Some(unsafe { output.packet() }));
            }
        }
    }

    /// Planes that are as long as a picture of this film.
    fn image(&self, planes: Planes<'_>) -> Result<raw::Image, Error> {
        let (width, height) = (self.width as usize, self.height as usize);
        let (luma, chroma) = (width * height, width.div_ceil(2) * height.div_ceil(2));
        let wanted = [luma, chroma, chroma];
        let given = [planes.luma.len(), planes.cb.len(), planes.cr.len()];
        if wanted != given {
            return Err(Error::Size { wanted: wanted.iter().sum(), given: given.iter().sum() });
        }
        let stride = |pixels: u32| c_int::try_from(pixels).unwrap_or(c_int::MAX);
        let (row, half) = (stride(self.width), stride(self.width.div_ceil(2)));
        Ok(raw::Image {
            colours: raw::I420,
            count: 3,
            strides: [row, half, half, 0],
            planes: [planes.luma.as_ptr(), planes.cb.as_ptr(), planes.cr.as_ptr(), std::ptr::null()],
        })
    }

    /// Gives it a picture, or none, and takes what comes out.
    fn call(&mut self, picture: *mut raw::Picture) -> Result<Option<Output>, Error> {
        let (mut units, mut count) = (std::ptr::null(), 0);
        let mut out = raw::Picture::blank();
        // SAFETY: the handle is open; `picture` is none or one whose planes have all bytes that its strides say, and libx264 copies them
        // before it returns and reads nothing behind them; the other places are there.
        let bytes = unsafe {
            let handle = self.handle.as_ptr();
            (self.library.calls.encode)(handle, &raw mut units, &raw mut count, picture, &raw mut out)
        };
        if bytes < 0 {
            return Err(Error::Encode);
        }
        // SAFETY: it has just given so many units.
        let first = unsafe { units_of(units, count) }.first().filter(|_| bytes > 0);
        Ok(first.map(|first| Output { payload: first.payload, bytes, picture: out }))
    }
}

/// What a call gave: it is good until the next one.
struct Output {
    payload: *const u8,
    bytes: c_int,
    picture: raw::Picture,
}

impl Output {
    /// The packet.
    ///
    /// # Safety
    /// The encoder must not be called before `'e` ends.
    unsafe fn packet<'e>(self) -> Packet<'e> {
        let Self { payload, bytes, picture } = self;
        // SAFETY: the units of a packet follow each other in memory, `bytes` of them in all, until the next call.
        let bytes = unsafe { bytes_of(payload, bytes) };
        Packet { bytes, shown: picture.shown, decoded: picture.decoded, is_key: picture.is_key != 0 }
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        // SAFETY: the handle is open, and nobody has it after this.
        unsafe { (self.library.calls.close)(self.handle.as_ptr()) };
    }
}

/// Units that libx264 gave.
///
/// # Safety
/// There must be `count` of them, or none, and they must stay for `'u`.
unsafe fn units_of<'u>(first: *const raw::Unit, count: c_int) -> &'u [raw::Unit] {
    match usize::try_from(count) {
        // SAFETY: as the caller says.
        Ok(count @ 1..) => unsafe { std::slice::from_raw_parts(first, count) },
        _ => &[],
    }
}

/// Bytes that libx264 gave.
///
/// # Safety
/// There must be `count` of them, or none, and they must stay for `'b`.
unsafe fn bytes_of<'b>(first: *const u8, count: c_int) -> &'b [u8] {
    match usize::try_from(count) {
        // SAFETY: as the caller says.
        Ok(count @ 1..) => unsafe { std::slice::from_raw_parts(first, count) },
        _ => &[],
    }
}
