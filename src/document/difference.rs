//! What differs between two documents, field by field; elements of lists are matched by what they are.

use std::collections::BTreeMap;

use super::{Data, Document, Node, Path, Step, normalised};

/// Elements of a list that are compared with each other where their names do not say who is who.
const COMPARED: usize = 64;

/// A field that is not the same in two documents.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference<'d> {
    /// Where it was and what stood there; none where nothing did.
    pub old: Option<(Path, &'d Node)>,
    /// Where it is and what stands there; none where nothing does.
    pub new: Option<(Path, &'d Node)>,
    /// Of a list whose elements changed places: where each that did was and is, from 0.
    pub moved: Vec<(usize, usize)>,
}

/// Which element of a list became which.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pairs {
    /// By the path of a list in the old document: where elements were and are, from 0, in order.
    lists: BTreeMap<Path, Vec<(usize, usize)>>,
}

impl Pairs {
    /// Where a path of the old document leads in the new one; none where it goes through an element
    /// that is no longer there.
    pub fn mapped(&self, old: &Path) -> Option<Path> {
        let mut before = Path::root();
        let mut after = Path::root();
        for step in old.steps() {
            let mapped = match step {
                Step::Index(at) => {
                    let pairs = self.lists.get(&before)?;
                    let found = pairs.binary_search_by_key(at, |(old, _)| *old).ok()?;
                    Step::Index(pairs[found].1)
                }
                step => step.clone(),
            };
            before.push(step.clone());
            after.push(mapped);
        }
        Some(after)
    }

    /// The same, from the new document to the old one.
    pub fn turned(&self) -> Pairs {
        let lists = self.lists.iter().filter_map(|(path, pairs)| {
            let mut turned: Vec<(usize, usize)> = pairs.iter().map(|(i, j)| (*j, *i)).collect();
            turned.sort_unstable();
            Some((self.mapped(path)?, turned))
        });
        Pairs { lists: lists.collect() }
    }
}

/// Every field that differs, in the order of the new document, and which element became which.
///
/// Texts differ by their words, numbers by how they are written, and blank is absent. An element is
/// known by the first of the keys `named` that it has; elements that no name tells apart are matched
/// where they share at least half of their words. Invariant: turning the documents around turns every
/// difference around.
pub fn differences<'d>(
    old: &'d Document,
    new: &'d Document,
    named: &[&str],
) -> (Vec<Difference<'d>>, Pairs) {
    let mut walk = Walk { old, new, named, found: Vec::new(), pairs: Pairs::default() };
    walk.nodes((&Path::root(), &old.root), (&Path::root(), &new.root));
    (walk.found, walk.pairs)
}

/// A place in one of the documents.
type At<'w, 'd> = (&'w Path, &'d Node);

struct Walk<'w, 'd> {
    old: &'d Document,
    new: &'d Document,
    named: &'w [&'w str],
    found: Vec<Difference<'d>>,
    pairs: Pairs,
}

impl<'d> Walk<'_, 'd> {
    fn nodes(&mut self, old: At<'_, 'd>, new: At<'_, 'd>) {
        match (&old.1.data, &new.1.data) {
            _ if old.1.is_blank() || new.1.is_blank() => {
                self.tell(
                    Some(old).filter(|at| !at.1.is_blank()),
                    Some(new).filter(|at| !at.1.is_blank()),
                );
            }
            (Data::Map(_), Data::Map(_)) => self.maps(old, new),
            (Data::List(_), Data::List(_)) => self.lists(old, new),
            (Data::Map(_) | Data::List(_), _) | (_, Data::Map(_) | Data::List(_)) => {
                self.tell(Some(old), Some(new));
            }
            _ if leaf(self.old, old.1) != leaf(self.new, new.1) => self.tell(Some(old), Some(new)),
            _ => {}
        }
    }

    fn tell(&mut self, old: Option<At<'_, 'd>>, new: Option<At<'_, 'd>>) {
        if old.is_some() || new.is_some() {
            let own = |(path, node): At<'_, 'd>| (path.clone(), node);
            self.found.push(Difference { old: old.map(own), new: new.map(own), moved: Vec::new() });
        }
    }

    fn maps(&mut self, old: At<'_, 'd>, new: At<'_, 'd>) {
        for entry in new.1.entries() {
            let at = new.0.key(&entry.key);
            match old.1.get(&entry.key) {
                Some(before) => self.nodes((&old.0.key(&entry.key), before), (&at, &entry.node)),
                None if entry.node.is_blank() => {}
                None => self.tell(None, Some((&at, &entry.node))),
            }
        }
        for entry in old.1.entries() {
            if new.1.get(&entry.key).is_none() && !entry.node.is_blank() {
                self.tell(Some((&old.0.key(&entry.key), &entry.node)), None);
            }
        }
    }

    fn lists(&mut self, old: At<'_, 'd>, new: At<'_, 'd>) {
        let (before, after) = (old.1.items(), new.1.items());
        let pairs = self.matched(before, after);
        self.pairs.lists.insert(old.0.clone(), pairs.clone());
        let moved = moved(&pairs);
        if !moved.is_empty() {
            let own = |(path, node): At<'_, 'd>| Some((path.clone(), node));
            self.found.push(Difference { old: own(old), new: own(new), moved });
        }
        let (mut gone, mut origins) = (vec![true; before.len()], vec![None; after.len()]);
        for (i, j) in pairs {
            gone[i] = false;
            origins[j] = Some(i);
        }
        for (j, origin) in origins.iter().enumerate() {
            let at = new.0.index(j);
            match origin {
                Some(i) => self.nodes((&old.0.index(*i), &before[*i]), (&at, &after[j])),
                None if after[j].is_blank() => {}
                None => self.tell(None, Some((&at, &after[j]))),
            }
        }
        for (i, node) in before.iter().enumerate().filter(|(i, node)| gone[*i] && !node.is_blank())
        {
            self.tell(Some((&old.0.index(i), node)), None);
        }
    }

    /// Which element is which: by name, then by what they say; by position where there are too many
    /// to compare. In the order of the old list.
    fn matched(&self, old: &[Node], new: &[Node]) -> Vec<(usize, usize)> {
        let name = |document, node| self.name(document, node);
        let before: Vec<Name> = old.iter().map(|node| name(self.old, node)).collect();
        let after: Vec<Name> = new.iter().map(|node| name(self.new, node)).collect();
        let mut waiting: BTreeMap<&Name, Vec<usize>> = BTreeMap::new();
        (0..after.len()).rev().for_each(|j| waiting.entry(&after[j]).or_default().push(j));
        let mut pairs = Vec::new();
        let (mut left, mut right) = (Vec::new(), vec![true; new.len()]);
        for (i, name) in before.iter().enumerate() {
            match waiting.get_mut(name).and_then(Vec::pop) {
                Some(j) => {
                    pairs.push((i, j));
                    right[j] = false;
                }
                None => left.push(i),
            }
        }
        // What a figure names, as a year, is another thing where the figure is another.
        let by_words = |name: &Name| !matches!(name, Name::Figure(_));
        left.retain(|i| by_words(&before[*i]));
        let right: Vec<usize> =
            (0..new.len()).filter(|j| right[*j] && by_words(&after[*j])).collect();
        pairs.extend(match left.len().max(right.len()) > COMPARED {
            true => {
                left.iter().filter(|i| right.binary_search(i).is_ok()).map(|i| (*i, *i)).collect()
            }
            false => alike(self, old, new, &left, &right),
        });
        pairs.sort_unstable();
        pairs
    }

    fn name(&self, document: &Document, node: &Node) -> Name {
        let named = self.named.iter().find_map(|key| node.get(key).filter(|node| !node.is_blank()));
        match (&node.data, named.map(|named| &named.data)) {
            (_, Some(Data::Number(number))) => Name::Figure(number.text.clone()),
            (_, Some(Data::Text(text))) => Name::Words(normalised(text)),
            (Data::Map(_) | Data::List(_), _) => Name::Words(words(document, node).join(" ")),
            _ => Name::Words(leaf(document, node)),
        }
    }
}

/// What an element is known by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Words(String),
    Figure(String),
}

/// Pairs of elements that share at least half of their words, the most alike first; of equals, those
/// nearest in the list.
fn alike(
    walk: &Walk<'_, '_>,
    old: &[Node],
    new: &[Node],
    left: &[usize],
    right: &[usize],
) -> Vec<(usize, usize)> {
    let counted = |document, node| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        words(document, node).into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
        counts
    };
    let before: Vec<_> = left.iter().map(|i| counted(walk.old, &old[*i])).collect();
    let after: Vec<_> = right.iter().map(|j| counted(walk.new, &new[*j])).collect();
    let mut likely = Vec::new();
    for (i, a) in left.iter().zip(&before) {
        for (j, b) in right.iter().zip(&after) {
            let shared: usize = a.iter().map(|(word, n)| *n.min(b.get(word).unwrap_or(&0))).sum();
            let all: usize = a.values().chain(b.values()).sum();
            if shared * 4 >= all && shared > 0 {
                likely.push((shared, all, *i, *j));
            }
        }
    }
    likely.sort_by(|one, other| {
        let likeness = (other.0 * one.1).cmp(&(one.0 * other.1));
        let near = |(_, _, i, j): &(usize, usize, usize, usize)| (i.abs_diff(*j), i + j);
        likeness.then_with(|| near(one).cmp(&near(other)))
    });
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, _, i, j) in likely {
        if pairs.iter().all(|(a, b)| *a != i && *b != j) {
            pairs.push((i, j));
        }
    }
    pairs
}

/// The pairs, in the order of the old list, whose place among the others is another in the new one.
fn moved(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut after: Vec<usize> = pairs.iter().map(|(_, j)| *j).collect();
    after.sort_unstable();
    pairs.iter().zip(after).filter(|((_, j), there)| j != there).map(|(pair, _)| *pair).collect()
}

/// The words of everything below a node.
fn words(document: &Document, node: &Node) -> Vec<String> {
    match &node.data {
        Data::Map(entries) => {
            entries.iter().flat_map(|entry| words(document, &entry.node)).collect()
        }
        Data::List(items) => items.iter().flat_map(|item| words(document, item)).collect(),
        _ => leaf(document, node).split(' ').map(str::to_owned).collect(),
    }
}

/// What a field says, as it is compared.
fn leaf(document: &Document, node: &Node) -> String {
    match &node.data {
        Data::Text(text) => normalised(text),
        Data::Number(number) => number.text.clone(),
        Data::Bool(value) => value.to_string(),
        Data::Blank => String::new(),
        Data::Refused | Data::Map(_) | Data::List(_) => {
            normalised(document.source.slice(node.span))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, read_bytes};
    use super::*;

    fn document(text: &str) -> Document {
        read_bytes("f", text.as_bytes().to_vec(), &Limits::default())
    }

    /// Differences as `path: old → new`, with `~` for moved elements.
    #[track_caller]
    fn check(old: &str, new: &str, expected: &[&str]) {
        let (old, new) = (document(old), document(new));
        let (found, pairs) = differences(&old, &new, &["nombre", "id", "anio"]);
        let side = |document: &Document, side: &Option<(Path, &Node)>| match side {
            Some((path, node)) => format!("{path}={}", words(document, node).join(" ")),
            None => "∅".to_owned(),
        };
        let shown: Vec<String> = found
            .iter()
            .map(|one| match one.moved.is_empty() {
                true => format!("{} → {}", side(&old, &one.old), side(&new, &one.new)),
                false => format!("~ {:?}", one.moved),
            })
            .collect();
        assert_eq!(shown, expected);
        let (turned, back) = differences(&new, &old, &["nombre", "id", "anio"]);
        assert_eq!(turned.len(), found.len());
        assert_eq!(back, pairs.turned());
    }

    #[test]
    fn fields_differ_by_what_they_say() {
        check("a: 1\nb: uno  dos\nc: ''", "a: 1\nb: uno dos\nd: ~", &[]);
        check("a: 5.1", "a: 5.10", &["a=5.1 → a=5.10"]);
        check("a: 1\nc: x", "a: sí\nb: {d: 2}", &["a=1 → a=sí", "∅ → b=2", "c=x → ∅"]);
        check("a: {b: 1}", "a: [1]", &["a=1 → a=1"]);
        check("", "a: 1", &["∅ → =1"]);
    }

    #[test]
    fn elements_are_matched_by_name_before_place() {
        check(
            "l: [{nombre: A, n: 1}, {nombre: B, n: 2}]",
            "l: [{nombre: B, n: 3}, {nombre: C, n: 9}]",
            &["l[2].n=2 → l[1].n=3", "∅ → l[2]=C 9", "l[1]=A 1 → ∅"],
        );
        check(
            "l: [{anio: 2026, n: 1}, {anio: 2027, n: 1}]",
            "l: [{anio: 2027, n: 1}, {anio: 2028, n: 1}]",
            &["∅ → l[2]=2028 1", "l[1]=2026 1 → ∅"],
        );
        check("l: [5, 8, 9]", "l: [9, 5, 8]", &["~ [(0, 1), (1, 2), (2, 0)]"]);
        check("l: [a, b]", "l: [x, a, b]", &["∅ → l[1]=x"]);
        check("l: [{anio: 1, n: 1}, {anio: 1, n: 2}]", "l: [{anio: 1, n: 1}]", &["l[2]=1 2 → ∅"]);
    }

    #[test]
    fn a_renamed_element_is_known_by_what_it_says() {
        check(
            "l: [{nombre: Asesoría, d: uno dos tres cuatro}, {nombre: Curso, d: x y}]",
            "l: [{nombre: Curso, d: x y}, {nombre: Asesorías, d: uno dos tres cuatro}]",
            &["~ [(0, 1), (1, 0)]", "l[1].nombre=Asesoría → l[2].nombre=Asesorías"],
        );
        check(
            "l: [alfa beta, gama]",
            "l: [alfa delta, épsilon]",
            &["l[1]=alfa beta → l[1]=alfa delta", "∅ → l[2]=épsilon", "l[2]=gama → ∅"],
        );
    }

    #[test]
    fn a_path_leads_to_where_its_element_went() {
        let (old, new) = (document("l: [{nombre: A}, {nombre: B}]"), document("l: [{nombre: B}]"));
        let (_, pairs) = differences(&old, &new, &["nombre"]);
        let mapped =
            |path: &str| pairs.mapped(&path.parse().expect("a path")).map(|path| path.to_string());
        assert_eq!(mapped("l[2].nombre").as_deref(), Some("l[1].nombre"));
        assert_eq!(mapped("l[1]"), None);
        assert_eq!(mapped("x.y").as_deref(), Some("x.y"));
    }

    #[test]
    fn long_lists_are_matched_by_place() {
        let list = |word: &str| {
            let items: Vec<String> = (0..200).map(|at| format!("{word} {at}")).collect();
            format!("l: [{}]", items.join(", "))
        };
        let (old, new) = (document(&list("viejo")), document(&list("nuevo")));
        let (found, _) = differences(&old, &new, &[]);
        assert_eq!(found.len(), 200);
        assert!(found.iter().all(|one| one.old.is_some() && one.new.is_some()));
    }
}
