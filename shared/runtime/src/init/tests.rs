use contract::http::{Method, Nothing};
use contract::{Call, Reply, Route};

use super::*;

struct Open;
struct Closed;

macro_rules! route {
    ($name:ident, $access:expr) => {
        impl Route for $name {
            const NAME: &'static str = "test-route";
            const SUMMARY: &'static str = "";
            const METHOD: Method = Method::Get;
            const PATH: &'static str = "/";
            const ACCESS: Access = $access;
            const REPLIES: &'static [u16] = &[];
            const SDK_CALLS: u32 = 0;
            type Env = ();
            type Path = Nothing;
            type Query = Nothing;
            type Body = Nothing;
            type Output = ();

            async fn handle((): (), _: Call<Self>) -> Result<Reply<()>, Fault> {
                Ok(Reply::ok(()))
            }
        }
    };
}

route!(Open, Access::Public);
route!(Closed, Access::Scope(model::Scope::RendersRead));

#[test]
fn whoever_asks_for_a_scope_needs_the_table() {
    assert!(matches!(needs(&contract::route::<Closed>().spec)[..], [Need::Table]));
    assert!(needs(&contract::route::<Open>().spec).is_empty());
}
