//! Makes an asset of a file that was put: `POST /v1/uploads/{id}/complete`.
//!
//! | trigger | HTTP API |
//! |---|---|
//! | reads   | upload, what was put, content |
//! | writes  | asset, content, upload (one transaction), the object |
//! | replies | 200 · 201 · 404 · 409 upload-missing · 410 upload-expired · 422 size, checksum, picture · 503 |

fn main() -> runtime::Exit {
    runtime::run(assets::COMPLETE_UPLOAD)
}
