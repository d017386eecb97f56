//! Writing: one item, or many in one transaction. The SDK repeats neither; whoever calls knows whether a repeat is safe.

use aws_sdk_dynamodb::error::{BuildError, SdkError};
use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::error::ConditionalCheckFailedException;
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, Put, ReturnValue, ReturnValuesOnConditionCheckFailure,
    TransactWriteItem, Update,
};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use contract::port::table::{Attr, Key, Outcome, Reason, TableError, Write};

use super::item::{Wire, key};
use super::lower::{Action, Lowered, Terms, lower};
use super::{DynamoTable, reasons, unrepeated};
use crate::error::classify;

/// Every condition asks for the item that refused it: the answer to a caller is made from it, without a second read.
const OLD: ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure::AllOld;

/// Writes one item without a transaction.
pub(super) async fn alone(table: &DynamoTable, write: &Write) -> Result<Outcome, TableError> {
    let Lowered { action, terms } = lower(write);
    match action {
        Action::Put(item) => put(table, item, terms).await,
        Action::Update(expression) => update(table, &write.key, expression, terms).await,
        Action::Delete => delete(table, &write.key, terms).await,
        Action::Check => check(table, write).await,
    }
}

/// Writes all of `writes` or none. The token makes a repeat of what has happened a success that changes nothing.
pub(super) async fn together(
    table: &DynamoTable,
    token: u128,
    writes: &[Write],
) -> Result<Outcome, TableError> {
    transact(table, Some(format!("{token:032x}")), writes).await
}

async fn put(table: &DynamoTable, item: Wire, terms: Terms) -> Result<Outcome, TableError> {
    let call = table
        .client
        .put_item()
        .table_name(&table.name)
        .set_item(Some(item))
        .set_condition_expression(terms.condition)
        .set_expression_attribute_names(terms.names)
        .set_expression_attribute_values(terms.values)
        .return_values_on_condition_check_failure(OLD);
    settle("DynamoDB.PutItem", call.customize().config_override(unrepeated()).send().await, |error| {
        match error {
            PutItemError::ConditionalCheckFailedException(refusal) => Some(refusal),
            _ => None,
        }
    })
}

async fn update(
    table: &DynamoTable,
    name: &Key,
    expression: String,
    terms: Terms,
) -> Result<Outcome, TableError> {
    let call = table
        .client
        .update_item()
        .table_name(&table.name)
        .set_key(Some(key(name)))
        .update_expression(expression)
        .set_condition_expression(terms.condition)
        .set_expression_attribute_names(terms.names)
        .set_expression_attribute_values(terms.values)
        .return_values_on_condition_check_failure(OLD);
    settle("DynamoDB.UpdateItem", call.customize().config_override(unrepeated()).send().await, |error| {
        match error {
            UpdateItemError::ConditionalCheckFailedException(refusal) => Some(refusal),
            _ => None,
        }
    })
}

/// Adds one to a number and answers what it is now. The SDK must not repeat it: a repeat would take another number.
pub(super) async fn count(table: &DynamoTable, name: &Key, attr: Attr) -> Result<u64, TableError> {
    let call = table
        .client
        .update_item()
        .table_name(&table.name)
        .set_key(Some(key(name)))
        .update_expression("ADD #n :one")
        .expression_attribute_names("#n", attr.0)
        .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
        .return_values(ReturnValue::UpdatedNew);
    let answer = call.customize().config_override(unrepeated()).send().await;
    let answer = answer.map_err(|error| TableError::from(classify("DynamoDB.UpdateItem", &error)))?;
    let counted = answer.attributes().and_then(|item| item.get(attr.0)?.as_n().ok()?.parse().ok());
    counted.ok_or_else(|| TableError::Invalid(format!("a count of `{attr}` came back without its number")))
}

async fn delete(table: &DynamoTable, name: &Key, terms: Terms) -> Result<Outcome, TableError> {
    let call = table
        .client
        .delete_item()
        .table_name(&table.name)
        .set_key(Some(key(name)))
        .set_condition_expression(terms.condition)
        .set_expression_attribute_names(terms.names)
        .set_expression_attribute_values(terms.values)
        .return_values_on_condition_check_failure(OLD);
    settle("DynamoDB.DeleteItem", call.customize().config_override(unrepeated()).send().await, |error| {
        match error {
            DeleteItemError::ConditionalCheckFailedException(refusal) => Some(refusal),
            _ => None,
        }
    })
}

/// DynamoDB has no check outside a transaction, so this is a transaction of one.
async fn check(table: &DynamoTable, write: &Write) -> Result<Outcome, TableError> {
    match transact(table, None, std::slice::from_ref(write)).await? {
        Outcome::Canceled(reasons) if !matches!(reasons.as_slice(), [Reason::Refused(_)]) => {
            Err(TableError::Throttled)
        }
        outcome => Ok(outcome),
    }
}

fn settle<O, E>(
    operation: &'static str,
    answer: Result<O, SdkError<E>>,
    refusal: impl Fn(&E) -> Option<&ConditionalCheckFailedException>,
) -> Result<Outcome, TableError>
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    let Err(error) = answer else { return Ok(Outcome::Done) };
    match error.as_service_error().and_then(refusal) {
        Some(refused) => Ok(Outcome::Canceled(vec![Reason::Refused(reasons::old(refused.item())?)])),
        None => Err(classify(operation, &error).into()),
    }
}

async fn transact(
    table: &DynamoTable,
    token: Option<String>,
    writes: &[Write],
) -> Result<Outcome, TableError> {
    let actions: Result<Vec<_>, _> = writes.iter().map(|write| transacted(&table.name, write)).collect();
    let call = table
        .client
        .transact_write_items()
        .set_client_request_token(token)
        .set_transact_items(Some(actions.map_err(|error| TableError::Invalid(error.to_string()))?));
    let Err(error) = call.customize().config_override(unrepeated()).send().await else {
        return Ok(Outcome::Done);
    };
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
            reasons::outcome(canceled.cancellation_reasons(), writes.len())
        }
        _ => Err(classify("DynamoDB.TransactWriteItems", &error).into()),
    }
}

/// One action of a transaction.
fn transacted(table: &str, write: &Write) -> Result<TransactWriteItem, BuildError> {
    let Lowered { action, terms: Terms { condition, names, values } } = lower(write);
    let item = TransactWriteItem::builder();
    Ok(match action {
        Action::Put(whole) => item.put(
            Put::builder()
                .table_name(table)
                .set_item(Some(whole))
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .return_values_on_condition_check_failure(OLD)
                .build()?,
        ),
        Action::Update(expression) => item.update(
            Update::builder()
                .table_name(table)
                .set_key(Some(key(&write.key)))
                .update_expression(expression)
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .return_values_on_condition_check_failure(OLD)
                .build()?,
        ),
        Action::Delete => item.delete(
            Delete::builder()
                .table_name(table)
                .set_key(Some(key(&write.key)))
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .return_values_on_condition_check_failure(OLD)
                .build()?,
        ),
        Action::Check => item.condition_check(
            ConditionCheck::builder()
                .table_name(table)
                .set_key(Some(key(&write.key)))
                .set_condition_expression(condition)
                .set_expression_attribute_names(names)
                .set_expression_attribute_values(values)
                .return_values_on_condition_check_failure(OLD)
                .build()?,
        ),
    }
    .build())
}
