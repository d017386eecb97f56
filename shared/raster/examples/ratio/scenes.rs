//! Three scenes as people make them: a title card, a dashboard, a slide of a photo.

use std::fmt::Write as _;

/// A scene that moves.
pub struct Moving {
    pub name: &'static str,
    pub size: (u32, u32),
    pub frames: u32,
    pub html: fn(u32) -> String,
}

pub const ALL: &[Moving] = &[
    Moving { name: "a", size: (1280, 720), frames: 90, html: title },
    Moving { name: "b", size: (1920, 1080), frames: 150, html: dashboard },
    Moving { name: "c", size: (1920, 1080), frames: 60, html: photo },
];

fn part(frame: u32, from: f32, to: f32) -> f32 {
    let t = ((frame as f32 - from) / (to - from)).clamp(0.0, 1.0);
    1.0 - (1.0 - t).powi(3)
}

fn title(frame: u32) -> String {
    let angle = 120.0 + 80.0 * frame as f32 / 90.0;
    let out = 1.0 - part(frame, 75.0, 89.0);
    let mut html = format!(
        "<div style=\"position:relative;width:1280px;height:720px;background:linear-gradient({angle:.4}deg,#4f46e5 0%,\
         #9333ea 50%,#ec4899 100%);display:flex;flex-direction:column;justify-content:center;align-items:center;\
         color:#fff;font-family:Inter\">\
         <div style=\"position:absolute;left:0;top:0;width:100%;height:100%;background:radial-gradient(circle at 30% \
         20%,rgba(255,255,255,0.25),transparent 50%)\"></div>\
         <div style=\"opacity:{out:.4};display:flex;flex-direction:column;align-items:center\"><div \
         style=\"display:flex;font-size:110px;letter-spacing:-3px;line-height:1.1\">"
    );
    for (index, word) in ["Ship", "Videos", "Faster"].into_iter().enumerate() {
        let p = part(frame, index as f32 * 6.0, index as f32 * 6.0 + 24.0);
        let colour = if index == 2 { "#fde68a" } else { "#fff" };
        let _ = write!(
            html,
            "<span style=\"display:inline-block;transform:translateY({:.4}px) scale({:.4});opacity:{p:.4};\
             color:{colour};margin-right:24px\">{word}</span>",
            (1.0 - p) * 60.0,
            0.6 + 0.4 * p
        );
    }
    let line = 640.0 * part(frame, 20.0, 50.0);
    let _ = write!(
        html,
        "</div><div style=\"width:{line:.4}px;height:6px;border-radius:3px;background-color:#fde68a;margin-top:24px\">\
         </div>"
    );
    if frame >= 30 {
        html.push_str(
            "<p style=\"font-size:36px;color:rgba(255,255,255,0.9);margin-top:32px;max-width:900px;text-align:center;\
             text-shadow:0 2px 8px rgba(0,0,0,0.3)\">Programmatic video: no browser required, rendered frame by \
             frame.</p>",
        );
    }
    if frame >= 45 {
        let o = part(frame, 45.0, 60.0);
        html.push_str("<div style=\"display:flex;gap:20px;margin-top:20px\">");
        for label in ["Home", "Launch", "Love"] {
            let _ = write!(
                html,
                "<div style=\"display:flex;align-items:center;gap:12px;padding:12px 24px;border-radius:999px;\
                 background-color:rgba(255,255,255,0.15);border:1px solid rgba(255,255,255,0.35);font-size:26px;\
                 opacity:{o:.4}\"><svg width=\"32\" height=\"32\" viewBox=\"0 0 24 24\"><path fill=\"currentColor\" d=\"M10 20v-6h4v6h5v-8h3L12 3 2 12h3v8z\"/></svg><span>{label}</span></div>"
            );
        }
        html.push_str("</div>");
    }
    html.push_str("</div></div>");
    html
}

fn dashboard(frame: u32) -> String {
    let head = -80.0 * (1.0 - part(frame, 0.0, 20.0));
    let mut html = format!(
        "<div style=\"width:1920px;height:1080px;background-color:#f1f5f9;font-family:Inter;padding:60px;display:flex;\
         flex-direction:column\"><div style=\"transform:translateY({head:.4}px);font-size:56px;color:#0f172a;\
         margin-bottom:36px\">Annual performance</div><div style=\"display:flex;flex:1;gap:48px;min-height:0\"><div \
         style=\"flex:2;background-color:#fff;border-radius:28px;padding:40px;box-shadow:0 20px 60px \
         rgba(15,23,42,0.15);display:flex;gap:16px\">"
    );
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let value = |index: usize| 20 + (index * 37 + 11) % 80;
    for (index, month) in months.into_iter().enumerate() {
        let g = part(frame, index as f32 * 3.0, index as f32 * 3.0 + 60.0);
        let hue = 210 + index * 9;
        let _ = write!(
            html,
            "<div style=\"display:flex;flex-direction:column;align-items:center;justify-content:flex-end;flex:1;\
             height:100%\"><div style=\"font-size:22px;color:#334155;opacity:{g:.4};margin-bottom:8px\">{:.0}</div><div \
             style=\"width:70%;height:{:.4}%;border-radius:12px 12px 4px 4px;background:linear-gradient(180deg,\
             hsl({hue},85%,62%),hsl({hue},75%,45%));box-shadow:0 8px 20px rgba(15,23,42,0.25)\"></div><div \
             style=\"font-size:20px;color:#64748b;margin-top:12px\">{month}</div></div>",
            value(index) as f32 * g,
            value(index) as f32 / 100.0 * g * 85.0
        );
    }
    html.push_str("</div><div style=\"flex:1;display:flex;flex-direction:column;gap:16px\">");
    for (index, month) in months.into_iter().take(9).enumerate() {
        let p = part(frame, 20.0 + index as f32 * 5.0, 60.0 + index as f32 * 5.0);
        let _ = write!(
            html,
            "<div style=\"display:flex;align-items:center;gap:18px;padding:14px 22px;background-color:#ffffff;\
             border-radius:16px;box-shadow:0 4px 14px rgba(15,23,42,0.12);transform:translateX({:.4}px) \
             rotate({:.4}deg);opacity:{p:.4}\"><div style=\"width:44px;height:44px;border-radius:50%;\
             background-color:hsl({},80%,60%);display:flex;align-items:center;justify-content:center\"><img \
             src=\"icon\" width=\"28\" height=\"28\"></div><div style=\"flex:1;font-size:24px;color:#0f172a\">{month} \
             revenue</div><div style=\"font-size:24px;color:#16a34a\">+{}%</div></div>",
            (1.0 - p) * 200.0,
            (1.0 - p) * 6.0,
            210 + index * 15,
            value(index)
        );
    }
    html.push_str("</div></div></div>");
    html
}

fn photo(frame: u32) -> String {
    let scale = 1.0 + 0.2 * frame as f32 / 60.0;
    let fade = part(frame, 5.0, 30.0);
    format!(
        "<div style=\"position:relative;width:1920px;height:1080px;overflow:hidden;background:#000;font-family:Inter\">\
         <img src=\"photo\" style=\"width:100%;height:100%;object-fit:cover;transform:scale({scale:.4}) \
         translateX({:.4}px)\"><div style=\"position:absolute;left:0;bottom:0;width:100%;height:320px;\
         background:linear-gradient(to top,rgba(0,0,0,0.7),transparent)\"></div><div \
         style=\"position:absolute;left:80px;bottom:80px;color:#fff;font-size:64px;opacity:{fade:.4};text-shadow:0 4px \
         24px rgba(0,0,0,0.5)\">Morning over the bay</div></div>",
        frame as f32 * -0.5
    )
}
