//! The functions of a `libx264.so`.

use std::ffi::CString;
use std::path::Path;
use std::rc::Rc;

use crate::encoder::Encoder;
use crate::raw;

/// The builds of libx264 that can be loaded, the newest first: `libx264.so.165` has 165.
pub const VERSIONS: [u32; 2] = [165, 164];

/// Why libx264 cannot be used, or refuses.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not there, or it is no libx264 of these versions.
    #[error("libx264 cannot be loaded: {0}")]
    Load(#[from] libloading::Error),
    /// It does not know an option, or its value.
    #[error("libx264 does not take `{name}={value}`")]
    Option {
        /// The option's name.
        name: String,
        /// What it was given.
        value: String,
    },
    /// It does not open an encoder so. It says why on the standard error.
    #[error("libx264 opens no encoder for {width} x {height}")]
    Open {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// A picture is not of the film's size.
    #[error("a picture of the film has {wanted} bytes and not {given}")]
    Size {
        /// Bytes of Y, Cb and Cr together.
        wanted: usize,
        /// Bytes that came.
        given: usize,
    },
    /// It gave up.
    #[error("libx264 failed to encode a picture")]
    Encode,
}

/// A loaded libx264.
#[derive(Clone)]
pub struct Library {
    pub(crate) calls: Rc<Calls>,
}

/// Its functions, which are good as long as it is loaded.
pub(crate) struct Calls {
    pub(crate) default_preset: raw::DefaultPreset,
    pub(crate) parse: raw::Parse,
    pub(crate) cleanup: raw::Cleanup,
    pub(crate) open: raw::Open,
    pub(crate) headers: raw::Headers,
    pub(crate) encode: raw::Encode,
    pub(crate) delayed: raw::Delayed,
    pub(crate) close: raw::Close,
    _loaded: libloading::Library,
}

impl Library {
    /// Loads it from a file, which is trusted to be what the names in it say.
    pub fn open(file: &Path) -> Result<Self, Error> {
        // SAFETY: libx264 runs no code of its own when it is loaded; that the file is one is what the caller says.
        let loaded = unsafe { libloading::Library::new(file) }?;
        let mut open = symbol::<raw::Open>(&loaded, &opens(VERSIONS[0]));
        for version in &VERSIONS[1..] {
            open = open.or_else(|_| symbol(&loaded, &opens(*version)));
        }
        let calls = Calls {
            default_preset: symbol(&loaded, "x264_param_default_preset")?,
            parse: symbol(&loaded, "x264_param_parse")?,
            cleanup: symbol(&loaded, "x264_param_cleanup")?,
            open: open?,
            headers: symbol(&loaded, "x264_encoder_headers")?,
            encode: symbol(&loaded, "x264_encoder_encode")?,
            delayed: symbol(&loaded, "x264_encoder_delayed_frames")?,
            close: symbol(&loaded, "x264_encoder_close")?,
            _loaded: loaded,
        };
        Ok(Self { calls: Rc::new(calls) })
    }

    /// An encoder of pictures of this size, with a preset of x264 and options by their names, as `x264 --fullhelp` has them (`qp`, `bframes`,
    /// …). Its packets have their units' lengths in front, as MP4 wants them, and the headers are apart ([`Encoder::headers`]).
    pub fn encoder<'o>(
        &self,
        (width, height): (u32, u32),
        preset: &str,
        options: impl IntoIterator<Item = (&'o str, &'o str)>,
    ) -> Result<Encoder, Error> {
        let mut settings = Settings::preset(&self.calls, preset)?;
        let own = [("annexb", "0"), ("repeat-headers", "0"), ("force-cfr", "1"), ("log", "0")];
        for (name, value) in own.into_iter().chain(options) {
            settings.set(name, value)?;
        }
        settings.open((width, height)).map(|handle| Encoder::of(self.clone(), handle, (width, height)))
    }
}

/// What an encoder is opened with.
struct Settings<'c> {
    calls: &'c Calls,
    param: Box<raw::Param>,
}

impl<'c> Settings<'c> {
    fn preset(calls: &'c Calls, preset: &str) -> Result<Self, Error> {
        let mut param = raw::Param::blank();
        let refused = || Error::Option { name: "preset".to_owned(), value: preset.to_owned() };
        let name = CString::new(preset).map_err(|_| refused())?;
        // SAFETY: `Param` is at least as large as what is written, and the name ends with a zero; no tuning is asked for.
        let outcome = unsafe { (calls.default_preset)(&raw mut *param, name.as_ptr(), std::ptr::null()) };
        let settings = Self { calls, param };
        if outcome == 0 { Ok(settings) } else { Err(refused()) }
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let refused = || Error::Option { name: name.to_owned(), value: value.to_owned() };
        let (key, text) = (CString::new(name), CString::new(value));
        let (key, text) = (key.map_err(|_| refused())?, text.map_err(|_| refused())?);
        // SAFETY: the preset has filled `param`, and both texts end with a zero and are copied where they are kept.
        let outcome = unsafe { (self.calls.parse)(&raw mut *self.param, key.as_ptr(), text.as_ptr()) };
        if outcome == 0 { Ok(()) } else { Err(refused()) }
    }

    fn open(mut self, (width, height): (u32, u32)) -> Result<std::ptr::NonNull<raw::Handle>, Error> {
        let refused = Error::Open { width, height };
        let (Ok(columns), Ok(rows)) = (width.try_into(), height.try_into()) else { return Err(refused) };
        (self.param.width, self.param.height, self.param.colours) = (columns, rows, raw::I420);
        // SAFETY: `param` is filled, and copied: it need not outlive the call.
        let handle = unsafe { (self.calls.open)(&raw mut *self.param) };
        std::ptr::NonNull::new(handle).ok_or(refused)
    }
}

impl Drop for Settings<'_> {
    fn drop(&mut self) {
        // SAFETY: `param` was filled by this library, which frees what it has put there.
        unsafe { (self.calls.cleanup)(&raw mut *self.param) };
    }
}

/// The name of what opens an encoder.
fn opens(version: u32) -> String {
    format!("x264_encoder_open_{version}")
}

/// A function of the library. `F` must be its type in `x264.h`.
fn symbol<F: Copy>(loaded: &libloading::Library, name: &str) -> Result<F, libloading::Error> {
    // SAFETY: each name is asked for with the type that `raw` gives it, and `Calls` keeps the library loaded as long as it has it.
    unsafe { loaded.get::<F>(name) }.map(|found| *found)
}
