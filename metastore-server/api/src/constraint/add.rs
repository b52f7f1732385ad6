//! Declaring constraints of tables that are there: a door for each kind, and one body.

use super::{need_of_references, need_on, refuse_hidden};
use crate::{ArgsOf, Context, Effect, Method, Refusal};
use skep_access::{Need, Right};
use skep_catalog::constraint::{self, Constraint, Line};
use skep_types::{args, calls};

pub struct AddPrimaryKey;

impl Method for AddPrimaryKey {
    type Call = calls::AddPrimaryKey;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.req.as_ref().map(|r| r.primary_key_cols.as_slice()))
    }

    async fn run(cx: &Context<'_>, args: args::AddPrimaryKey) -> Result<(), Refusal> {
        add(cx, args.req.map(|r| r.primary_key_cols)).await
    }
}

pub struct AddForeignKey;

impl Method for AddForeignKey {
    type Call = calls::AddForeignKey;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.req.as_ref().map(|r| r.foreign_key_cols.as_slice()))
    }

    async fn run(cx: &Context<'_>, args: args::AddForeignKey) -> Result<(), Refusal> {
        add(cx, args.req.map(|r| r.foreign_key_cols)).await
    }
}

pub struct AddUniqueConstraint;

impl Method for AddUniqueConstraint {
    type Call = calls::AddUniqueConstraint;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.req.as_ref().map(|r| r.unique_constraint_cols.as_slice()))
    }

    async fn run(cx: &Context<'_>, args: args::AddUniqueConstraint) -> Result<(), Refusal> {
        add(cx, args.req.map(|r| r.unique_constraint_cols)).await
    }
}

pub struct AddNotNullConstraint;

impl Method for AddNotNullConstraint {
    type Call = calls::AddNotNullConstraint;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.req.as_ref().map(|r| r.not_null_constraint_cols.as_slice()))
    }

    async fn run(cx: &Context<'_>, args: args::AddNotNullConstraint) -> Result<(), Refusal> {
        add(cx, args.req.map(|r| r.not_null_constraint_cols)).await
    }
}

pub struct AddDefaultConstraint;

impl Method for AddDefaultConstraint {
    type Call = calls::AddDefaultConstraint;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.req.as_ref().map(|r| r.default_constraint_cols.as_slice()))
    }

    async fn run(cx: &Context<'_>, args: args::AddDefaultConstraint) -> Result<(), Refusal> {
        add(cx, args.req.map(|r| r.default_constraint_cols)).await
    }
}

pub struct AddCheckConstraint;

impl Method for AddCheckConstraint {
    type Call = calls::AddCheckConstraint;
    const EFFECT: Effect = Effect::Write;

    fn need(args: &ArgsOf<Self>) -> Need {
        need(args.req.as_ref().map(|r| r.check_constraint_cols.as_slice()))
    }

    async fn run(cx: &Context<'_>, args: args::AddCheckConstraint) -> Result<(), Refusal> {
        add(cx, args.req.map(|r| r.check_constraint_cols)).await
    }
}

async fn add<C: Constraint + Clone>(cx: &Context<'_>, sent: Option<Vec<C>>) -> Result<(), Refusal> {
    let sent = sent.ok_or_else(|| Refusal::meta("request cannot be null"))?;
    refuse_hidden(cx, &lines(Some(&sent)))?;
    Ok(constraint::add(cx.catalog(), sent).await?)
}

/// The right to change every table that is constrained.
fn need<C: Constraint + Clone>(sent: Option<&[C]>) -> Need {
    let lines = lines(sent);
    let own = lines.iter().fold(Need::nothing(), |need, line| need.and(need_on(Right::Alter, line, &line.own)));
    own.and(need_of_references(&lines))
}

fn lines<C: Constraint + Clone>(sent: Option<&[C]>) -> Vec<Line> {
    sent.into_iter().flatten().cloned().map(C::into_line).collect()
}
