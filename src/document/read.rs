//! YAML events to the tree: the only file that knows the YAML crate.

use std::ops::ControlFlow;
use std::sync::Arc;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle};

use super::build::{Builder, Notation};
use super::words::{Pen, Trouble};
use super::{Data, Document, Node, decode};
use crate::finding::Finding;
use crate::source::{Source, Span};

/// How much a text may hold; what passes a limit is refused, not cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the text.
    pub bytes: usize,
    /// Levels of lists and maps, one inside another.
    pub depth: usize,
    /// Values, keys not counted.
    pub nodes: usize,
}

impl Default for Limits {
    /// 8 MiB, 64 levels, 200,000 values; a whole form has 60 KiB, 8 levels and a thousand values.
    fn default() -> Limits {
        Limits { bytes: 8 * 1024 * 1024, depth: 64, nodes: 40_000 }
    }
}

/// Reads bytes: [`decode`], then [`read`].
///
/// Bytes that are not UTF-8 give an incomplete document without a tree, whose finding says so.
pub fn read_bytes(name: &str, bytes: Vec<u8>, limits: &Limits) -> Document {
    match decode(name, bytes) {
        Ok(source) => read(source, limits),
        Err(finding) => {
            let source = match finding.place() {
                Some(place) => Arc::clone(&place.source),
                None => Source::new(name, ""),
            };
            nothing(source, vec![*finding])
        }
    }
}

/// Reads a text as one YAML document.
///
/// Never fails: what is wrong becomes a finding, and reading goes on where it can. Aliases are
/// refused, never expanded.
pub fn read(source: Arc<Source>, limits: &Limits) -> Document {
    if source.text().len() > limits.bytes {
        let finding = Pen(&source).bytes(limits.bytes);
        return nothing(source, vec![finding]);
    }
    let mut builder = Builder::new(&source, limits);
    let complete = feed(&mut builder, &source, limits).is_continue();
    let (root, mut findings) = builder.finish();
    if root.data == Data::Blank && complete {
        findings.push(Pen(&source).empty());
    }
    findings.sort_by_key(Finding::span);
    Document { source, root, findings, complete }
}

fn nothing(source: Arc<Source>, findings: Vec<Finding>) -> Document {
    let root = Node { data: Data::Blank, span: Span::default() };
    Document { source, root, findings, complete: false }
}

/// Gives the parser's events to the builder; breaks where reading had to stop.
fn feed(builder: &mut Builder<'_>, source: &Arc<Source>, limits: &Limits) -> ControlFlow<()> {
    let options = granit_parser::options! {
        strict_indentation: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: limits.depth,
        block_nesting_limit: limits.depth,
    };
    for event in Parser::new_from_str_with_options(source.text(), options) {
        match event {
            Ok((event, place)) => give(builder, &event, place)?,
            Err(error) => {
                let finding = syntax(builder, source, limits, &error);
                builder.findings.push(finding);
                return ControlFlow::Break(());
            }
        }
    }
    ControlFlow::Continue(())
}

fn give(
    builder: &mut Builder<'_>,
    event: &Event<'_>,
    place: granit_parser::Span,
) -> ControlFlow<()> {
    let span = bytes(place);
    if event.tag().is_some() {
        builder.tag(place.tag_span().map_or(span, bytes));
    }
    match event {
        Event::DocumentStart(..) => builder.document(span),
        Event::Scalar(text, style, _, tag) => {
            let notation = match style {
                _ if tag.is_some() => Notation::Tagged,
                ScalarStyle::Plain => Notation::Plain,
                ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Notation::Quoted,
                ScalarStyle::Literal | ScalarStyle::Folded => Notation::Block,
            };
            builder.scalar(text, notation, span)
        }
        Event::SequenceStart(style, ..) => builder.open_list(span, *style == StructureStyle::Flow),
        Event::MappingStart(style, ..) => builder.open_map(span, *style == StructureStyle::Flow),
        Event::SequenceEnd | Event::MappingEnd => {
            builder.close(span);
            ControlFlow::Continue(())
        }
        Event::Alias(_) | Event::UnresolvedAlias(_) => builder.alias(span),
        Event::Anchor(..) => {
            builder.anchor(span);
            ControlFlow::Continue(())
        }
        // Starts, ends and comments say nothing of the tree.
        _ => ControlFlow::Continue(()),
    }
}

/// Says what stopped the parser, with the help of what was read before.
fn syntax(
    builder: &Builder<'_>,
    source: &Arc<Source>,
    limits: &Limits,
    error: &ScanError,
) -> Finding {
    let pen = Pen(source);
    let text = source.text();
    let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let span = character_at(text, at);
    if *error.kind() == ErrorKind::RecursionLimitExceeded {
        return pen.depth(limits.depth, span);
    }
    let bracket = builder.open_bracket();
    let last = builder.last();
    let trouble = match trouble(error.kind()) {
        Trouble::Indentation if bracket.is_some() => Trouble::OpenBracket,
        Trouble::SecondColon if bracket.is_some() => Trouble::Comma,
        Trouble::SecondColon if source.slice(last).contains(['\n', '\r']) => Trouble::DeeperKey,
        trouble => trouble,
    };
    let opened = match trouble {
        Trouble::OpenQuote => {
            let start = last.end as usize;
            let quote = text.get(start..at).and_then(|between| between.find(['"', '\'']));
            quote.map(|quote| Span::new(start + quote, start + quote + 1))
        }
        Trouble::OpenBracket | Trouble::Comma => bracket,
        _ => None,
    };
    pen.syntax(trouble, span, opened)
}

fn bytes(span: granit_parser::Span) -> Span {
    span.byte_range().map_or_else(Span::default, |range| Span::new(range.start, range.end))
}

/// The character at a byte; at the end of the text, the last one that is not white space.
fn character_at(text: &str, at: usize) -> Span {
    let at = text.floor_char_boundary(at);
    let end = text.trim_end().len();
    let start = if at < end {
        at
    } else {
        text[..end].char_indices().next_back().map_or(end, |(start, _)| start)
    };
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    Span::new(start, start + length)
}

fn trouble(kind: &ErrorKind) -> Trouble {
    use ErrorKind as Kind;
    match kind {
        Kind::TabNotAllowed
        | Kind::TabInBlockIndentation
        | Kind::TabAtBlockScalarStart
        | Kind::TabInIndentation
        | Kind::TabInPlainScalar => Trouble::Tab,
        Kind::UnclosedQuotedScalar
        | Kind::InvalidQuotedScalarIndent
        | Kind::DocumentIndicatorInQuotedScalar => Trouble::OpenQuote,
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => {
            Trouble::AfterQuote
        }
        Kind::UnknownQuotedScalarEscape
        | Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate
        | Kind::InvalidUnicodeEscape => Trouble::Escape,
        Kind::MappingValueNotAllowed | Kind::InvalidColonPlacement => Trouble::SecondColon,
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => Trouble::NoColon,
        Kind::InvalidIndentation
        | Kind::ExpectedBlockMappingKey
        | Kind::ExpectedBlockSequenceEntry
        | Kind::InvalidBlockScalarIndent
        | Kind::InvalidFlowScalarIndent
        | Kind::MappingKeyNotAllowed => Trouble::Indentation,
        Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofImplicitFlowMapping
        | Kind::UnclosedFlowCollection { .. } => Trouble::OpenBracket,
        Kind::MisplacedFlowCollectionEnd | Kind::MismatchedFlowCollectionEnd { .. } => {
            Trouble::StrayBracket
        }
        Kind::ExpectedFlowMappingSeparator | Kind::ExpectedFlowSequenceSeparator => Trouble::Comma,
        Kind::BlockEntryInFlowCollection
        | Kind::BlockSequenceEntryNotAllowed
        | Kind::InvalidBlockEntryWhitespace
        | Kind::PlainScalarStartsWithDashFlowIndicator => Trouble::Dash,
        Kind::UnexpectedCharacter { character } => Trouble::Character(*character),
        Kind::CommentInterceptedScalar | Kind::CommentNotSeparated => Trouble::Comment,
        Kind::ZeroBlockScalarIndent | Kind::InvalidBlockScalarHeader => Trouble::BlockHeader,
        Kind::MissingAnchorOrAliasName
        | Kind::UndeclaredTagHandle
        | Kind::ExpectedTagBang
        | Kind::InvalidTagTerminator
        | Kind::InvalidGlobalTagCharacter
        | Kind::MissingTagUri
        | Kind::UnclosedVerbatimTag
        | Kind::InvalidTagEscape => Trouble::Mark,
        _ => Trouble::Other,
    }
}
