//! Memory with nothing in it.

/// So many of nothing, written here.
///
/// `vec![0; count]` asks for memory that is zero already. Of a large piece that it had before, the allocator gives the pages back to the
/// kernel for that, which clears each of them when it is touched: more work than to write over it.
pub(crate) fn blank<T: Copy + Default>(count: usize) -> Vec<T> {
    let mut all = Vec::with_capacity(count);
    all.extend(std::iter::repeat_n(T::default(), count));
    all
}
