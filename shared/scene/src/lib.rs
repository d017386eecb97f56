//! Scene code (TSX) becomes frames.
