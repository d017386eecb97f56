//! Pictures in CSS: what our device paints, and what it leaves to the engine's backend.

/// The size of every picture.
pub const SIZE: (u32, u32) = (320, 200);

/// Each is put in a box of the size of the canvas.
pub const OURS: &[&str] = &[
    "",
    "<div style='margin:10px;width:80px;height:40px;background:#c00'></div>",
    "<div style='margin:10.4px;width:80.3px;height:40.7px;background:#c008'></div>",
    "<div style='margin:20px;width:80px;height:40px;border-radius:12px;background:teal'></div>",
    "<div style='margin:20px;width:80px;height:40px;border-radius:999px;background:teal;border:3px solid #f80'></div>",
    "<div style='margin:20px;width:180px;height:90px;border-radius:12px 40px 4px 0;background:#08f'></div>",
    "<div style='margin:20px;width:180px;height:90px;border:6px dashed #333;border-left:12px solid red'></div>",
    "<div style='margin:20px;width:180px;height:90px;border:6px dotted #333;border-radius:20px'></div>",
    "<div style='margin:20px;width:180px;height:90px;border:8px double #33c;outline:3px solid lime;outline-offset:4px'></div>",
    "<div style='margin:20px;width:180px;height:90px;border:8px groove #c96'></div>",
    "<div style='width:320px;height:200px;background:linear-gradient(33deg,red,yellow 30%,blue)'></div>",
    "<div style='width:320px;height:200px;background:linear-gradient(to right,rgba(255,0,0,0.2),blue)'></div>",
    "<div style='margin:5px;width:200px;height:150px;border-radius:30px;background:linear-gradient(180deg,#fff,#000)'></div>",
    "<div style='width:320px;height:200px;background:repeating-linear-gradient(45deg,red 0 10px,blue 10px 20px)'></div>",
    "<div style='width:320px;height:200px;background:radial-gradient(circle at 30% 20%,rgba(255,255,255,0.6),transparent 50%),#123'></div>",
    "<div style='width:300px;height:150px;background:radial-gradient(ellipse at bottom,gold,purple)'></div>",
    "<div style='width:300px;height:150px;background:repeating-radial-gradient(circle,red 0 5px,white 5px 12px)'></div>",
    "<div style='width:300px;height:150px;background:linear-gradient(red,blue) 10px 20px/60px 40px no-repeat,#ddd'></div>",
    "<div style='width:300px;height:150px;background:linear-gradient(red,blue) 0 0/50px 30px'></div>",
    "<div style='margin:40px;width:120px;height:60px;background:#fff;box-shadow:0 8px 20px rgba(0,0,0,0.4)'></div>",
    "<div style='margin:40px;width:120px;height:60px;border-radius:16px;background:#fff;box-shadow:0 4px 14px 3px #15a8,-10px 0 0 2px red'></div>",
    "<div style='margin:20px;width:120px;height:60px;border-radius:16px;background:#fff;box-shadow:inset 0 4px 14px 3px #15a'></div>",
    "<div style='margin:40.5px;width:20px;height:16px;border-radius:4px;background:#fff;box-shadow:0 0 30px #000'></div>",
    "<div style='margin:40px;width:120px;height:60px;background:#fff;box-shadow:0 8px 20px #0008;transform:rotate(12deg)'></div>",
    "<div style='font-size:40px;color:#123'>Hamburgefonstiv</div>",
    "<div style='font-size:13.5px;color:#c0c;letter-spacing:1.3px'>The quick brown fox <b>jumps</b> <u>over</u> the <s>lazy</s> dog</div>",
    "<div style='font-size:30px;text-shadow:0 2px 8px rgba(0,0,0,0.5),3px 3px 0 red'>Shadow</div>",
    "<div style='font-size:50px;-webkit-text-stroke:2px red;color:yellow'>Stroke</div>",
    "<div style='font-size:30px;opacity:0.5'>Half <span style='color:red'>red</span></div>",
    "<div style='font-size:30px;transform:rotate(20deg) scale(1.3);margin:30px'>Turned</div>",
    "<div style='opacity:0.7'><div style='width:80px;height:80px;background:red'></div><div style='margin-top:-40px;margin-left:40px;width:80px;height:80px;background:blue;opacity:0.5'></div></div>",
    "<div style='margin:20px;width:100px;height:80px;overflow:hidden;border-radius:20px'><div style='width:200px;height:200px;background:linear-gradient(red,blue)'></div></div>",
    "<div style='margin:20px;width:100px;height:80px;overflow:hidden'><div style='font-size:60px'>Overflow</div></div>",
    "<div style='margin:20px;width:100px;height:80px;overflow:hidden;border-radius:20px;opacity:0.5'><div style='width:200px;height:200px;background:red;border-radius:50px'></div></div>",
    "<div style='margin:20px;width:100px;height:80px;clip-path:circle(40px at 50px 40px);background:linear-gradient(red,blue)'></div>",
    "<div style='margin:20px;width:100px;height:80px;clip-path:polygon(0 0,100% 0,50% 100%);background:green'></div>",
    "<img src='photo' style='width:200px;height:120px'>",
    "<img src='photo' style='width:200px;height:150px;object-fit:cover;border-radius:24px'>",
    "<img src='photo' style='width:200px;height:150px;object-fit:contain;transform:scale(1.07) translateX(-7.3px)'>",
    "<img src='photo' style='width:150px;height:100px;transform:rotate(8deg);margin:30px'>",
    "<img src='small' style='width:160px;height:120px;image-rendering:pixelated'>",
    "<img src='icon' width='64' height='64' style='background:#333'>",
    "<div style='width:200px;height:150px;background:url(photo) center/cover'></div>",
    "<div style='display:flex;gap:10px;padding:12px'><div style='flex:1;height:50px;background:red'></div><div style='flex:2;height:50px;background:linear-gradient(90deg,#08f,#80f);border-radius:8px'></div></div>",
    "<div style='position:relative'><div style='position:absolute;left:20px;top:20px;width:80px;height:80px;background:red;z-index:2'></div><div style='position:absolute;left:50px;top:50px;width:80px;height:80px;background:lime;z-index:1'></div></div>",
    "<div style='font-size:20px'>Mixed <span style='background:#fd0;border-radius:4px;padding:2px 6px;border:1px solid #a60'>label</span> text <img src='small' style='width:24px;height:18px'></div>",
    "<div style='width:200px;height:150px;background:conic-gradient(red,blue)'></div>",
    "<div style='font-size:40px;background:linear-gradient(90deg,red,blue);background-clip:text;color:transparent'>Text</div>",
    "<div style='width:200px;height:150px;background:conic-gradient(from 40deg at 30% 60%,red 10%,blue 40%,lime)'></div>",
    "<div style='width:200px;height:150px;background:repeating-conic-gradient(#000 0 15deg,#fff 15deg 30deg)'></div>",
    "<div style='font-size:40px;background:linear-gradient(90deg,red,blue);background-clip:text;color:transparent;transform:rotate(5deg) translateY(20px)'>Text <u>under</u></div>",
    "<div style='width:80px;height:40px;background:red;filter:blur(4px)'></div>",
    "<div style='width:80px;height:40px;background:red;mask-image:linear-gradient(black,transparent)'></div>",
    "<div style='margin:30px;width:80px;height:40px;border-radius:9px;background:red;filter:drop-shadow(4px 6px 5px #0008)'>Text</div>",
    "<div style='filter:grayscale(0.7) brightness(1.2) contrast(0.9)'><img src='photo' style='width:200px;height:120px'></div>",
    "<div style='filter:hue-rotate(80deg) saturate(1.5) opacity(0.6) invert(0.2) sepia(0.3);font-size:30px;color:#07c'>Filters</div>",
    "<div style='position:absolute;left:-20px;top:-10px;width:80px;height:60px;background:red;filter:blur(9px)'></div>",
    "<div style='opacity:0.6;width:200px;height:150px;background:#083;border-radius:20px;mask-image:radial-gradient(circle,black 40%,transparent 70%)'>Masked</div>",
    "<div style='width:80px;height:40px;background:red;mix-blend-mode:multiply'></div>",
    "<div style='display:flex;width:308px;background:linear-gradient(90deg,#210,#7ac)'><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:screen'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:overlay'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:darken'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:lighten'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:color-dodge'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:color-burn'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:hard-light'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:soft-light'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:difference'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:exclusion'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:hue'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:saturation'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:color'></div><div style='width:22px;height:120px;background:linear-gradient(red,#08f8);mix-blend-mode:luminosity'></div></div>",
    "<div style='width:320px;height:200px;background:conic-gradient(red,blue,lime,red)'><div style='margin:30px;width:180px;height:90px;border-radius:20px;background:#fff3;border:1px solid #fff8;backdrop-filter:blur(6px) saturate(1.4);font-size:30px'>Glass</div></div>",
    "<div style='opacity:0.8;width:320px;height:200px;background:linear-gradient(45deg,red 50%,blue 50%)'><div style='margin:30px;width:180px;height:90px;opacity:0.7;background:#0403;backdrop-filter:blur(3px)'></div></div>",
    "<div style='width:200px;height:120px;margin:20px;border-radius:20px;background:radial-gradient(circle at 10px 10px,#036 1px,transparent 9px) 0 0/20px 20px,#eee;transform:scale(1.13) rotate(4deg)'></div>",
    "<div style='width:200px;height:120px;margin:20.4px;background:url(small) 0 0/30px 24px;transform:translate(0.3px,0.6px)'></div>",
    "<table style='border-collapse:collapse;font-size:16px'><colgroup><col style='background:#fdd'><col></colgroup><tr style='background:#dfd'><td style='border:2px solid #333;padding:6px'>one</td><td style='border:2px solid red'>two</td></tr><tr><td>three</td><td style='background:#ddf'>four</td></tr></table>",
    "<table style='border:3px solid #555;background:#ffe;box-shadow:0 3px 9px #0006'><tr style='background:linear-gradient(90deg,#8cf,#fc8)'><td style='padding:8px'>a</td><td style='border:1px dashed #333'>b</td></tr></table>",
    "<svg width='90' height='90' viewBox='0 0 24 24' style='margin:10px;color:#c40'><path fill='currentColor' d='M12 2L2 7l10 5 10-5-10-5z'/><g opacity='0.5' stroke='#048' fill='none' stroke-width='2' stroke-linejoin='round'><path d='M2 17l10 5 10-5M2 12l10 5 10-5'/></g></svg>",
    "<img src='icon' style='width:80px;height:60px;background:#357;border-radius:14px;transform:rotate(7deg) scale(1.4);margin:30px'>",
    "<svg width='200' height='100' viewBox='0 0 200 100'><defs><linearGradient id='g'><stop offset='0' stop-color='red'/><stop offset='1' stop-color='blue'/></linearGradient></defs><rect width='150' height='80' rx='12' fill='url(#g)'/></svg>",
];

/// What needs something else.
pub const FOREIGN: &[&str] = &[
    "<div style='width:80px;height:40px;background:red;filter:url(data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22%3E%3Cfilter%20id=%22f%22%3E%3CfeGaussianBlur%20stdDeviation=%222%22/%3E%3C/filter%3E%3C/svg%3E#f)'></div>",
    "<div style='opacity:0.8;width:320px;height:200px;background:linear-gradient(45deg,red 50%,blue 50%)'><div style='margin:30px;width:180px;height:90px;opacity:0.7;background:#0403;backdrop-filter:blur(3px)'><div style='margin:20px;width:60px;height:40px;backdrop-filter:invert(1)'></div></div></div>",
];

/// What nobody means, and what has to end well all the same.
pub const HOSTILE: &[&str] = &[
    "<div style='width:100px;height:60px;box-shadow:0 0 100000px red'></div>",
    "<div style='width:100px;height:60px;border-radius:9px;box-shadow:1e9px -1e9px 3px 1e8px red,inset 0 0 1e6px blue'></div>",
    "<div style='width:1e9px;height:1e9px;border-radius:1e8px;background:linear-gradient(red,blue)'></div>",
    "<div style='width:1e5px;height:1e5px;border-radius:50%;background:red;border:1e3px dashed blue'></div>",
    "<div style='width:100px;height:60px;background:red;transform:scale(1e20)'></div>",
    "<div style='width:100px;height:60px;background:red;border-radius:9px;transform:translate(1e12px,-1e38px)'></div>",
    "<div style='width:100px;height:60px;background:radial-gradient(red,blue);transform:scale(1e-20,1e20) rotate(1deg)'></div>",
    "<div style='width:100px;height:60px;background:red;transform:scale(0)'><img src='photo'></div>",
    "<div style='font-size:1e6px;text-shadow:0 0 1e6px red'>Large</div>",
    "<div style='font-size:20px;text-shadow:1e9px 0 1px red,0 0 1e5px blue;letter-spacing:1e6px'>Far away</div>",
    "<div style='width:100px;height:60px;background:red;filter:blur(1e9px)'></div>",
    "<div style='width:100px;height:60px;background:red;filter:drop-shadow(1e10px -1e10px 1e9px red)'></div>",
    "<div style='width:100px;height:60px;background:red;filter:brightness(1e9) hue-rotate(1e9deg)'></div>",
    "<div style='width:100px;height:60px;backdrop-filter:blur(1e7px)'></div>",
    "<div style='width:1e7px;height:1e7px;backdrop-filter:blur(3px)'></div>",
    "<div style='width:300px;height:160px;background:linear-gradient(red,blue) 0 0/0.01px 0.01px'></div>",
    "<div style='width:300px;height:160px;background:linear-gradient(red,blue) 0 0/1px 1px'></div>",
    "<div style='width:300px;height:160px;background:repeating-linear-gradient(1deg,red 0 1e-9px,blue 1e-9px 2e-9px)'></div>",
    "<div style='width:300px;height:160px;background:conic-gradient(from 1e30deg at 1e20px 1e20px,red,blue)'></div>",
    "<img src='photo' style='width:1e6px;height:1e6px'>",
    "<img src='icon' style='width:20px;height:20px;transform:scale(1e6)'>",
    "<img src='icon' style='width:1e5px;height:1e5px'>",
    "<div style='width:100px;height:60px;clip-path:circle(1e12px);background:red'></div>",
    "<div style='width:100px;height:60px;mask-image:linear-gradient(red,blue);mask-size:1e-3px;background:red'></div>",
    "<div style='width:100px;height:60px;outline:1e6px dotted red;outline-offset:-1e7px'></div>",
];

/// `picture` on a page of its own.
pub fn page(picture: &str) -> String {
    format!(
        "<div style='position:relative;width:320px;height:200px;background:#f4f2ee;font-family:Inter'>{picture}</div>"
    )
}
