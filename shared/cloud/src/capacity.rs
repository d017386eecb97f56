//! The capacity that the table's operations use: asked for with every call, and read from every answer.
//!
//! DynamoDB reports it in answers (`ReturnConsumedCapacity`; API reference, "ConsumedCapacity"), indexes included, and not in
//! errors, although a condition that did not hold is paid for like the write that it refused. Where nothing is reported the
//! least is counted: for each item a read unit, or a write unit, or in a transaction two of them (developer guide,
//! "DynamoDB on-demand capacity mode"). What was throttled or lost counts nothing.

use aws_sdk_dynamodb::operation::batch_get_item::{BatchGetItemInput, BatchGetItemOutput};
use aws_sdk_dynamodb::operation::delete_item::{DeleteItemError, DeleteItemInput, DeleteItemOutput};
use aws_sdk_dynamodb::operation::get_item::{GetItemInput, GetItemOutput};
use aws_sdk_dynamodb::operation::put_item::{PutItemError, PutItemInput, PutItemOutput};
use aws_sdk_dynamodb::operation::query::{QueryInput, QueryOutput};
use aws_sdk_dynamodb::operation::transact_write_items::{
    TransactWriteItemsError, TransactWriteItemsInput, TransactWriteItemsOutput,
};
use aws_sdk_dynamodb::operation::update_item::{UpdateItemError, UpdateItemInput, UpdateItemOutput};
use aws_sdk_dynamodb::types::{ConsumedCapacity, ReturnConsumedCapacity};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextMut, Error, Input, Output,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::{ConfigBag, Storable, StoreReplace};
use contract::port::Capacity;

use crate::calls::Calls;

/// Asks for the capacity of each operation, and counts it.
#[derive(Debug)]
pub(crate) struct Gauge(Calls);

impl Gauge {
    pub(crate) fn new(calls: Calls) -> Self {
        Self(calls)
    }
}

/// What an operation uses at least, remembered from its input for an answer that does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Least {
    Read(Capacity),
    Written(Capacity),
}

impl Storable for Least {
    type Storer = StoreReplace<Self>;
}

#[aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint]
impl Intercept for Gauge {
    fn name(&self) -> &'static str {
        "Gauge"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(least) = ask(context.input_mut()) {
            config.interceptor_state().store_put(least);
        }
        Ok(())
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(least) = config.load::<Least>().copied() else { return Ok(()) };
        let used = match context.output_or_error() {
            Ok(output) => reported(output).map_or(least, |units| least.corrected(units)),
            Err(error) if error.as_operation_error().is_some_and(is_paid_for) => least,
            Err(_) => return Ok(()),
        };
        match used {
            Least::Read(units) => self.0.consume(units, Capacity::default()),
            Least::Written(units) => self.0.consume(Capacity::default(), units),
        }
        Ok(())
    }
}

impl Least {
    fn corrected(self, reported: Capacity) -> Self {
        match self {
            Self::Read(_) => Self::Read(reported),
            Self::Written(_) => Self::Written(reported),
        }
    }
}

/// Asks an operation of ours to report; `None` for any other.
fn ask(input: &mut Input) -> Option<Least> {
    macro_rules! report {
        ($($operation:ty => |$input:ident| $least:expr;)+) => {
            $(if let Some($input) = input.downcast_mut::<$operation>() {
                $input.return_consumed_capacity = Some(ReturnConsumedCapacity::Total);
                return Some($least);
            })+
        };
    }
    let one = Capacity::units(1);
    report! {
        GetItemInput => |input| Least::Read(one);
        BatchGetItemInput => |input| Least::Read(Capacity::units(
            input.request_items.iter().flat_map(|tables| tables.values()).map(|asked| asked.keys().len() as u64).sum()
        ));
        QueryInput => |input| Least::Read(one);
        PutItemInput => |input| Least::Written(one);
        UpdateItemInput => |input| Least::Written(one);
        DeleteItemInput => |input| Least::Written(one);
        TransactWriteItemsInput => |input| Least::Written(Capacity::units(
            2 * input.transact_items.as_ref().map_or(0, Vec::len) as u64
        ));
    }
    None
}

/// What an answer says that it used.
fn reported(output: &Output) -> Option<Capacity> {
    macro_rules! read {
        (one: $($one:ty),+; many: $($many:ty),+) => {
            $(if let Some(output) = output.downcast_ref::<$one>() {
                return output.consumed_capacity().and_then(units);
            })+
            $(if let Some(output) = output.downcast_ref::<$many>() {
                return output.consumed_capacity().iter().filter_map(units).reduce(|sum, more| sum + more);
            })+
        };
    }
    read! {
        one: GetItemOutput, QueryOutput, PutItemOutput, UpdateItemOutput, DeleteItemOutput;
        many: BatchGetItemOutput, TransactWriteItemsOutput
    }
    None
}

fn units(consumed: &ConsumedCapacity) -> Option<Capacity> {
    consumed.capacity_units().map(Capacity::reported)
}

/// Whether an error is a condition that did not hold, which DynamoDB has evaluated and charges for.
fn is_paid_for(error: &Error) -> bool {
    matches!(error.downcast_ref(), Some(TransactWriteItemsError::TransactionCanceledException(_)))
        || matches!(error.downcast_ref(), Some(PutItemError::ConditionalCheckFailedException(_)))
        || matches!(error.downcast_ref(), Some(UpdateItemError::ConditionalCheckFailedException(_)))
        || matches!(error.downcast_ref(), Some(DeleteItemError::ConditionalCheckFailedException(_)))
}

#[cfg(test)]
mod tests;
