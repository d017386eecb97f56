//! Paints a scene that takumi laid out.
