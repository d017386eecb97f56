//! Reading an expression: precedence climbing over tokens (Martin Richards; as in Dijkstra's shunting yard, by recursion).

use std::iter::Peekable;
use std::vec::IntoIter;

use serde_json::Value;

use super::{Function, Operator, Tree};

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Text(String),
    Number(i64),
    Name(String),
    Variable(String),
    Sign(&'static str),
}

/// Longer ones first, so that `<=` is not read as `<`.
const SIGNS: [&str; 18] =
    ["!=", "<=", ">=", "=", "<", ">", "&", "+", "-", "?", ":", ",", ".", "(", ")", "{", "}", "["];
const CLOSE: &str = "]";

/// Reads all of `query`.
pub(super) fn parse(query: &str) -> Result<Tree, String> {
    let mut parser = Parser(tokens(query)?.into_iter().peekable());
    let tree = parser.expression()?;
    match parser.0.next() {
        None => Ok(tree),
        Some(token) => Err(format!("{token:?} is not simulated here")),
    }
}

fn tokens(query: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = query.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '\'' | '"' => {
                let (text, after) =
                    rest[1..].split_once(first).ok_or_else(|| "a text does not end".to_owned())?;
                if text.contains('\\') {
                    return Err("an escape in a text is not simulated".to_owned());
                }
                (Token::Text(text.to_owned()), after)
            }
            '$' => {
                let (name, after) = word(&rest[1..]);
                (Token::Variable(name.to_owned()), after)
            }
            '0'..='9' => {
                let (digits, after) = word(rest);
                (Token::Number(digits.parse().map_err(|_| format!("`{digits}` is not simulated"))?), after)
            }
            _ if first.is_alphabetic() => {
                let (name, after) = word(rest);
                (Token::Name(name.to_owned()), after)
            }
            _ => {
                let sign = SIGNS.into_iter().chain([CLOSE]).find(|sign| rest.starts_with(sign));
                let sign = sign.ok_or_else(|| format!("`{first}` is not simulated"))?;
                (Token::Sign(sign), &rest[sign.len()..])
            }
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Ok(tokens)
}

/// The letters, digits and underscores with which `text` begins, and the rest.
fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len()))
}

struct Parser(Peekable<IntoIter<Token>>);

impl Parser {
    /// An expression with its condition, which binds weakest.
    fn expression(&mut self) -> Result<Tree, String> {
        let condition = self.operators(0)?;
        if !self.took("?") {
            return Ok(condition);
        }
        let yes = self.expression()?;
        self.expect(":")?;
        Ok(Tree::If(Box::new([condition, yes, self.expression()?])))
    }

    /// Operators that bind at least as strongly as `least`.
    fn operators(&mut self, least: u8) -> Result<Tree, String> {
        let mut left = self.path()?;
        while let Some((operator, strength)) =
            self.0.peek().and_then(operator).filter(|found| found.1 >= least)
        {
            self.0.next();
            left = Tree::Both(operator, Box::new([left, self.operators(strength + 1)?]));
        }
        Ok(left)
    }

    fn path(&mut self) -> Result<Tree, String> {
        let mut tree = self.operand()?;
        while self.took(".") {
            match self.0.next() {
                Some(Token::Name(name)) => tree = Tree::Field(Box::new(tree), name),
                other => return Err(format!("{other:?} in a path is not simulated")),
            }
        }
        Ok(tree)
    }

    fn operand(&mut self) -> Result<Tree, String> {
        match self.0.next() {
            Some(Token::Text(text)) => Ok(Tree::Value(text.into())),
            Some(Token::Number(number)) => Ok(Tree::Value(number.into())),
            Some(Token::Name(name)) => match name.as_str() {
                "true" => Ok(Tree::Value(true.into())),
                "false" => Ok(Tree::Value(false.into())),
                "null" => Ok(Tree::Value(Value::Null)),
                _ => Err(format!("`{name}`: a path begins with a variable here")),
            },
            Some(Token::Variable(name)) if self.took("(") => {
                Ok(Tree::Call(function(&name)?, self.list(")", Self::expression)?))
            }
            Some(Token::Variable(name)) => Ok(Tree::Variable(name)),
            Some(Token::Sign("(")) => {
                let tree = self.expression()?;
                self.expect(")")?;
                Ok(tree)
            }
            Some(Token::Sign("[")) => Ok(Tree::Array(self.list(CLOSE, Self::expression)?)),
            Some(Token::Sign("{")) => Ok(Tree::Object(self.list("}", |parser| {
                let name = parser.operators(0)?;
                parser.expect(":")?;
                Ok((name, parser.expression()?))
            })?)),
            other => Err(format!("{other:?} is not simulated here")),
        }
    }

    /// Parts between commas, up to `end`.
    fn list<T>(
        &mut self,
        end: &str,
        part: impl Fn(&mut Self) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        let mut parts = Vec::new();
        while !self.took(end) {
            if !parts.is_empty() {
                self.expect(",")?;
            }
            parts.push(part(self)?);
        }
        Ok(parts)
    }

    fn took(&mut self, sign: &str) -> bool {
        self.0.next_if(|token| matches!(token, Token::Sign(found) if *found == sign)).is_some()
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.took(sign) { Ok(()) } else { Err(format!("`{sign}` is missing before {:?}", self.0.peek())) }
    }
}

/// An operator and how strongly it binds (JSONata's own table: `?:`, `or`, `and`, comparisons, `&` and sums).
fn operator(token: &Token) -> Option<(Operator, u8)> {
    let sign = match token {
        Token::Sign(sign) => sign,
        Token::Name(name) => name.as_str(),
        _ => return None,
    };
    Some(match sign {
        "or" => (Operator::Or, 1),
        "and" => (Operator::And, 2),
        "=" => (Operator::Equal, 3),
        "!=" => (Operator::NotEqual, 3),
        "in" => (Operator::In, 3),
        "<" => (Operator::Less, 3),
        "<=" => (Operator::LessOrEqual, 3),
        ">" => (Operator::More, 3),
        ">=" => (Operator::MoreOrEqual, 3),
        "&" => (Operator::Join, 4),
        "+" => (Operator::Plus, 4),
        "-" => (Operator::Minus, 4),
        _ => return None,
    })
}

fn function(name: &str) -> Result<Function, String> {
    match name {
        "merge" => Ok(Function::Merge),
        "type" => Ok(Function::Type),
        "exists" => Ok(Function::Exists),
        "not" => Ok(Function::Not),
        _ => Err(format!("the function ${name} is not simulated")),
    }
}
