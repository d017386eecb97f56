//! Assets: pictures that were uploaded or rendered, links to them, smaller versions of them, and their end.

pub mod body;
mod complete_upload;
mod create_uploads;
mod delete;
mod get;
mod link;
mod list;
mod retention;
mod sweep;
mod thumbnail;

use contract::Function;

/// Makes an asset of a file that was put.
pub const COMPLETE_UPLOAD: Function = contract::route::<complete_upload::CompleteUpload>();
/// Announces files, and gets links to put them.
pub const CREATE_UPLOADS: Function = contract::route::<create_uploads::CreateUploads>();
/// Removes an asset.
pub const DELETE: Function = contract::route::<delete::Delete>();
/// Shows an asset.
pub const GET: Function = contract::route::<get::Get>();
/// A link to an asset, as somebody wants it.
pub const LINK: Function = contract::route::<link::Link>();
/// Lists assets.
pub const LIST: Function = contract::route::<list::List>();
/// Removes what was abandoned and what is over.
pub const SWEEP: Function = contract::duty::<sweep::Sweep>();
/// Makes smaller versions of a picture that was stored.
pub const THUMBNAIL: Function = contract::duty::<thumbnail::MakeThumbnails>();

/// Every function of this domain.
pub const FUNCTIONS: &[Function] =
    &[COMPLETE_UPLOAD, CREATE_UPLOADS, DELETE, GET, LINK, LIST, SWEEP, THUMBNAIL];

#[cfg(test)]
mod tests;
