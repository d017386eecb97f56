//! What `x264.h` says, as far as it is used. The same in builds 164 and 165.

use std::ffi::{c_char, c_int, c_void};

/// Planes of Y, Cb and Cr, the latter two of half the width and height (`X264_CSP_I420`).
pub(crate) const I420: c_int = 2;
/// Supplemental information (`NAL_SEI`).
pub(crate) const INFORMATION: c_int = 6;
/// A sequence parameter set (`NAL_SPS`).
pub(crate) const SEQUENCE: c_int = 7;
/// A picture parameter set (`NAL_PPS`).
pub(crate) const PICTURE: c_int = 8;

/// `x264_param_t`. What is not named is set by name, by `x264_param_parse`.
#[repr(C)]
pub(crate) struct Param {
    /// `cpu` to `i_sync_lookahead`.
    before: [c_int; 7],
    pub(crate) width: c_int,
    pub(crate) height: c_int,
    pub(crate) colours: c_int,
    /// More than the rest of its 1,024 bytes on a machine of 64 bits, in words that align as its pointers do.
    rest: [u64; 256],
}

impl Param {
    /// Zeros, which libx264 fills in before it reads any of them.
    pub(crate) fn blank() -> Box<Self> {
        Box::new(Self { before: [0; 7], width: 0, height: 0, colours: 0, rest: [0; 256] })
    }
}

/// `x264_image_t`.
#[repr(C)]
pub(crate) struct Image {
    pub(crate) colours: c_int,
    pub(crate) count: c_int,
    pub(crate) strides: [c_int; 4],
    pub(crate) planes: [*const u8; 4],
}

/// `x264_picture_t`.
#[repr(C)]
pub(crate) struct Picture {
    /// `i_type`, `i_qpplus1` and `i_pic_struct`: 0 lets libx264 choose.
    choices: [c_int; 3],
    pub(crate) is_key: c_int,
    pub(crate) shown: i64,
    pub(crate) decoded: i64,
    param: *const c_void,
    pub(crate) image: Image,
    /// More than the rest of its 240 bytes. Zeros ask for nothing.
    rest: [u64; 64],
}

impl Picture {
    /// A picture without pixels, which asks for nothing.
    pub(crate) fn blank() -> Self {
        let image = Image { colours: 0, count: 0, strides: [0; 4], planes: [std::ptr::null(); 4] };
        Self {
            choices: [0; 3],
            is_key: 0,
            shown: 0,
            decoded: 0,
            param: std::ptr::null(),
            image,
            rest: [0; 64],
        }
    }
}

/// `x264_nal_t`.
#[repr(C)]
pub(crate) struct Unit {
    /// `i_ref_idc`.
    priority: c_int,
    pub(crate) kind: c_int,
    /// `b_long_startcode`, `i_first_mb` and `i_last_mb`.
    place: [c_int; 3],
    pub(crate) bytes: c_int,
    pub(crate) payload: *const u8,
    padding: c_int,
}

/// `x264_t`, of which nothing is known.
pub(crate) type Handle = c_void;

/// `x264_param_default_preset`.
pub(crate) type DefaultPreset = unsafe extern "C" fn(*mut Param, *const c_char, *const c_char) -> c_int;
/// `x264_param_parse`.
pub(crate) type Parse = unsafe extern "C" fn(*mut Param, *const c_char, *const c_char) -> c_int;
/// `x264_param_cleanup`.
pub(crate) type Cleanup = unsafe extern "C" fn(*mut Param);
/// `x264_encoder_open_…`.
pub(crate) type Open = unsafe extern "C" fn(*mut Param) -> *mut Handle;
/// `x264_encoder_headers`.
pub(crate) type Headers = unsafe extern "C" fn(*mut Handle, *mut *const Unit, *mut c_int) -> c_int;
/// `x264_encoder_encode`.
pub(crate) type Encode =
    unsafe extern "C" fn(*mut Handle, *mut *const Unit, *mut c_int, *mut Picture, *mut Picture) -> c_int;
/// `x264_encoder_delayed_frames`.
pub(crate) type Delayed = unsafe extern "C" fn(*mut Handle) -> c_int;
/// `x264_encoder_close`.
pub(crate) type Close = unsafe extern "C" fn(*mut Handle);

// Sizes and places in `x264.h` of build 165, by `sizeof` and `offsetof`.
#[cfg(target_pointer_width = "64")]
const _: () = {
    use std::mem::{offset_of, size_of};
    assert!(size_of::<Param>() >= 1024 && offset_of!(Param, width) == 28 && offset_of!(Param, colours) == 36);
    assert!(
        size_of::<Picture>() >= 240 && offset_of!(Picture, shown) == 16 && offset_of!(Picture, image) == 40
    );
    assert!(size_of::<Image>() == 56 && offset_of!(Image, planes) == 24);
    assert!(size_of::<Unit>() == 40 && offset_of!(Unit, payload) == 24);
};
