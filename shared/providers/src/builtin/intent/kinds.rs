//! The closed vocabularies of an intent.

/// Declares an enumeration whose members carry one English name, as it is stored and shown.
macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $type { $(#[doc = $name] $variant),+ }

        impl $type {
            /// Every member, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The member's name in lower-case English.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

named! {
    /// What the picture is of.
    Subject {
        Lighthouse = "lighthouse", Tower = "tower", Castle = "castle", Windmill = "windmill",
        Church = "church", House = "house", City = "city", Bridge = "bridge", Mountain = "mountain",
        Forest = "forest", Tree = "tree", Sea = "sea", Boat = "boat", Ship = "ship", Bird = "bird",
        Cat = "cat", Dog = "dog", Horse = "horse", Deer = "deer", Elephant = "elephant",
        Bear = "bear", Sheep = "sheep", Pig = "pig", Camel = "camel", Giraffe = "giraffe",
        Fish = "fish", Person = "person", Car = "car", Train = "train", Balloon = "balloon",
        Rocket = "rocket", Aeroplane = "aeroplane", Bicycle = "bicycle", Tent = "tent",
        Meal = "meal", StillLife = "still life", Flower = "flower", Landscape = "landscape",
        Abstract = "abstract", Unknown = "unknown",
    }
}

named! {
    /// A coarse kind of subject: the twelve that every part of the painter knows.
    Family {
        Tower = "tower", House = "house", City = "city", Mountain = "mountain", Forest = "forest",
        Sea = "sea", Boat = "boat", Animal = "animal", Person = "person", Vehicle = "vehicle",
        StillLife = "still life", Abstract = "abstract", Landscape = "landscape", Unknown = "unknown",
    }
}

named! {
    /// Where the subject stands; `Open` when the prompt leaves it to the painter.
    Setting {
        Open = "open", Cliff = "cliff", Coast = "coast", Sea = "sea", Island = "island",
        Lake = "lake", River = "river", Meadow = "meadow", Hills = "hills",
        Mountains = "mountains", Forest = "forest", Desert = "desert", Snowfield = "snowfield",
        Street = "street", Road = "road", Room = "room", Sky = "sky", Space = "space",
        Moon = "moon",
    }
}

named! {
    /// How the picture is made.
    Style {
        Photographic = "photographic", Watercolour = "watercolour", Ink = "ink",
        Blueprint = "blueprint", PixelArt = "pixel art", Poster = "poster", Oil = "oil",
        Neon = "neon",
    }
}

named! {
    /// Where the camera stands and how it frames.
    Composition {
        Balanced = "balanced", Centred = "centred", CloseUp = "close-up", Wide = "wide",
        Aerial = "aerial", LowAngle = "low angle", Symmetrical = "symmetrical",
    }
}

named! {
    /// Time of day; `Day` when the prompt does not say.
    Hour {
        Dawn = "dawn", Morning = "morning", Noon = "noon", Day = "day", Afternoon = "afternoon",
        Golden = "golden hour", Sunset = "sunset", Dusk = "dusk", Night = "night",
    }
}

named! {
    /// Weather; `Clear` when the prompt does not say.
    Weather {
        Clear = "clear", Cloudy = "cloudy", Overcast = "overcast", Fog = "fog", Rain = "rain",
        Storm = "storm", Snow = "snow", Wind = "wind",
    }
}

named! {
    /// Season; `Unstated` leaves foliage green.
    Season {
        Unstated = "unstated", Spring = "spring", Summer = "summer", Autumn = "autumn",
        Winter = "winter",
    }
}

named! {
    /// The feeling asked for.
    Mood {
        Neutral = "neutral", Calm = "calm", Dramatic = "dramatic", Joyful = "joyful",
        Melancholy = "melancholy", Mysterious = "mysterious", Romantic = "romantic",
        Epic = "epic", Cosy = "cosy",
    }
}

impl Subject {
    /// Whether it goes about, so that a place after it says where it is ("a fish underwater") and not what it is of.
    pub(in crate::builtin) const fn moves(self) -> bool {
        matches!(self.family(), Family::Animal | Family::Person | Family::Vehicle | Family::Boat)
    }

    /// The coarse kind this subject belongs to.
    pub const fn family(self) -> Family {
        match self {
            Self::Lighthouse | Self::Tower | Self::Castle | Self::Windmill | Self::Church => Family::Tower,
            Self::House | Self::Tent => Family::House,
            Self::City | Self::Bridge => Family::City,
            Self::Mountain => Family::Mountain,
            Self::Forest | Self::Tree => Family::Forest,
            Self::Sea => Family::Sea,
            Self::Boat | Self::Ship => Family::Boat,
            Self::Bird
            | Self::Cat
            | Self::Dog
            | Self::Horse
            | Self::Deer
            | Self::Elephant
            | Self::Bear
            | Self::Sheep
            | Self::Pig
            | Self::Camel
            | Self::Giraffe
            | Self::Fish => Family::Animal,
            Self::Person => Family::Person,
            Self::Car | Self::Train | Self::Balloon | Self::Rocket | Self::Aeroplane | Self::Bicycle => {
                Family::Vehicle
            }
            Self::StillLife | Self::Meal | Self::Flower => Family::StillLife,
            Self::Landscape => Family::Landscape,
            Self::Abstract => Family::Abstract,
            Self::Unknown => Family::Unknown,
        }
    }
}
