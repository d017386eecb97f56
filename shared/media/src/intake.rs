//! Taking in what somebody put: with one request, and judged while it comes.
//!
//! The length that the bucket declares is compared before a byte is read, the first bytes tell what the file is, and the header
//! is looked at again whenever twice as much has come: all looks together walk the file about twice. Whatever is refused on the
//! way ends the request, and the rest is never sent. The digest grows with what comes; the buffer is no longer than what was
//! announced.

use bytes::{Bytes, BytesMut};
use contract::port::Body;
use fault::{Fault, Kind};
use futures::StreamExt;
use store::Hasher;

use crate::key::UploadKey;
use crate::picture::Header;
use crate::scoped::Media;
use crate::upload::Upload;

impl Media {
    /// Everything that was put for `upload`, if it is what was announced and its header is one of a picture that may be decoded;
    /// `None` when nothing was put. What differs is a `Rejected` fault; so is what [`Header::glance`] refuses. A body that
    /// breaks off or is not as long as the bucket says tells nothing of the file: that is `Unavailable`.
    pub async fn take_in(&self, upload: &Upload) -> Result<Option<Bytes>, Fault> {
        match self.body_of(&UploadKey::new(self.scope(), upload.id)).await? {
            Some(body) => Intake::of(upload).read(body).await.map(Some),
            None => Ok(None),
        }
    }
}

/// What has come of an upload.
struct Intake<'a> {
    upload: &'a Upload,
    bytes: BytesMut,
    sha256: Hasher,
    /// How much is to be there when the header is looked at next.
    next_look: u64,
}

impl<'a> Intake<'a> {
    fn of(upload: &'a Upload) -> Self {
        let next_look = Header::SNIFFED.min(upload.bytes);
        Self { upload, bytes: BytesMut::new(), sha256: Hasher::default(), next_look }
    }

    async fn read(mut self, mut body: Body) -> Result<Bytes, Fault> {
        if let Some(declared) = body.length.filter(|length| *length != self.upload.bytes) {
            return Err(self.other_size(&declared.to_string()));
        }
        self.bytes.reserve(usize::try_from(self.upload.bytes).unwrap_or(0));
        while let Some(chunk) = body.chunks.next().await.transpose()? {
            if self.length() + chunk.len() as u64 > self.upload.bytes {
                return Err(self.lied(&body, "more"));
            }
            self.sha256.update(&chunk);
            self.bytes.extend_from_slice(&chunk);
            self.look()?;
        }
        if self.length() < self.upload.bytes {
            return Err(self.lied(&body, "fewer"));
        }
        self.finish()
    }

    fn length(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn look(&mut self) -> Result<(), Fault> {
        if self.length() >= self.next_look {
            self.next_look = self.length() * 2;
            Header::glance(&self.bytes, self.upload.bytes)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Bytes, Fault> {
        let found = self.sha256.digest();
        if found.as_str() == self.upload.sha256 {
            return Ok(self.bytes.freeze());
        }
        let detail = format!(
            "The file's SHA-256 is {found}, and {} was announced. It was removed; put the file that was announced.",
            self.upload.sha256
        );
        Err(Fault::new(Kind::Unprocessable, "checksum-mismatch", detail))
    }

    /// Another length than was announced came. If the bucket declared the right one, it is to be asked again.
    fn lied(&self, body: &Body, which: &str) -> Fault {
        let announced = self.upload.bytes;
        match body.length {
            Some(declared) => {
                Fault::unavailable(format!("the bucket sent {which} bytes than the {declared} it declared"))
            }
            None => self.other_size(&format!("{which} than {announced}")),
        }
    }

    fn other_size(&self, put: &str) -> Fault {
        let detail = format!(
            "{} bytes were announced and {put} were put. They were removed; put the file that was announced.",
            self.upload.bytes
        );
        Fault::new(Kind::Unprocessable, "size-mismatch", detail)
    }
}

#[cfg(test)]
mod tests;
