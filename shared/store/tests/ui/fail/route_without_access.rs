//! A route that does not say who may call it is open to nobody: it does not exist.

use contract::http::Method;
use contract::{Call, Reply, Route};
use fault::Fault;

struct Hello;

impl Route for Hello {
    const NAME: &'static str = "samples-hello";
    const SUMMARY: &'static str = "Say hello.";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/v1/hello";
    const REPLIES: &'static [u16] = &[200];
    const SDK_CALLS: u32 = 0;

    type Env = ();
    type Path = ();
    type Query = ();
    type Body = ();
    type Output = String;

    async fn handle(_: (), _: Call<Self>) -> Result<Reply<String>, Fault> {
        Ok(Reply::ok("hello".to_owned()))
    }
}

fn main() {
    let _ = contract::route::<Hello>();
}
