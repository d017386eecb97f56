//! The decorations of a table and of its parts.

use takumi_core::{
    Error,
    context::RenderContext,
    geometry::{ComputedLayout, Point, Rect},
    painter::{BoxPainter, CellArea, CellBackground, FillShape, TableDecorations, TextClip},
    style::Affine,
};

use super::{Boxed, Recorder, device::BoxDevice};

impl Recorder<'_> {
    /// The decorations of a box, which may be a part of a table.
    pub(super) fn table(
        &mut self,
        boxed: &Boxed<'_>,
        text: Option<&TextClip<'_>>,
        table: TableDecorations,
    ) -> Result<(), Error> {
        let transform = boxed.context.transform;
        match table {
            TableDecorations::None => self.shell(boxed, text, true),
            TableDecorations::Cell { paints_border, clip: None } => self.shell(boxed, text, paints_border),
            TableDecorations::Cell { paints_border, clip: Some(cell) } => {
                self.within(cell, transform, |recorder| recorder.shell(boxed, text, paints_border))
            }
            TableDecorations::Table { grid, grid_offset, paints_border, columns } => {
                let mut context = boxed.context.clone();
                context.transform = transform * Affine::translation(grid_offset.x, grid_offset.y);
                let inner = Boxed { node: boxed.node, context: &context, layout: grid };
                self.shell(&inner, text, paints_border)?;
                for column in &columns {
                    self.cells(&column.context, transform, boxed.layout, &column.cells)?;
                }
                Ok(())
            }
            TableDecorations::Part { cells } => {
                let painter = BoxPainter::new(boxed.context, boxed.layout);
                painter.paint_normal_box_shadows(Point::ZERO, &mut BoxDevice::of(self, boxed.context));
                self.cells(boxed.context, transform, boxed.layout, &cells)?;
                painter.paint_inset_box_shadows(Point::ZERO, &mut BoxDevice::of(self, boxed.context));
                Ok(())
            }
        }
    }

    /// The background of a table's part, in each of the cells under it.
    fn cells(
        &mut self,
        context: &RenderContext,
        transform: Affine,
        layout: ComputedLayout,
        cells: &[CellBackground],
    ) -> Result<(), Error> {
        for background in cells {
            let at = background.area.offset;
            let mut part = context.clone();
            part.transform = transform * Affine::translation(at.x, at.y);
            let area = ComputedLayout {
                location: layout.location + at,
                size: background.area.size,
                border: Rect::default(),
                padding: Rect::default(),
            };
            self.within(background.cell, transform, |recorder| {
                recorder.background(&BoxPainter::new(&part, area), None)
            })?;
        }
        Ok(())
    }

    /// Records what `paint` draws inside of a cell that lies under `transform`.
    fn within(
        &mut self,
        cell: CellArea,
        transform: Affine,
        paint: impl FnOnce(&mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let at = transform * Affine::translation(cell.offset.x, cell.offset.y);
        let shape = self.means.masks.shape(&FillShape::Rect(cell.size), at);
        self.push_clip(shape, false);
        let result = paint(self);
        self.pop_clip();
        result
    }
}
