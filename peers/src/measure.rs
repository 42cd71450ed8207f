//! Measuring a peer between two runs of ours, so that what else the machine does meets both.

use crate::peer::Peer;
use anyhow::Result;
use std::time::Duration;

/// How often each is measured; the median counts.
const ROUNDS: usize = 5;
/// What a round takes at least: times are measured to a hundred thousandth of that or better.
const AT_LEAST: Duration = Duration::from_millis(120);

/// What was measured of a peer and of what it is measured beside, in microseconds of CPU time for one person.
#[derive(Debug, Clone)]
pub struct Measured {
    /// The peer.
    pub peer: Vec<f64>,
    /// Ours, before and after each run of the peer.
    pub ours: Vec<f64>,
    /// How many times as long the peer took, of each round.
    pub ratios: Vec<f64>,
}

/// How many people make a round long enough.
pub fn calibrated(peer: &mut dyn Peer) -> Result<usize> {
    let mut count = peer.at_once().max(16);
    loop {
        let took = peer.round(count)?;
        if took >= AT_LEAST {
            return Ok(count);
        }
        let factor = AT_LEAST.as_secs_f64() / took.as_secs_f64().max(1e-6);
        count = (count as f64 * factor.clamp(2.0, 64.0) * 1.1) as usize;
    }
}

/// Microseconds for one person.
fn each(peer: &mut dyn Peer, count: usize) -> Result<f64> {
    let people = count.div_ceil(peer.at_once()) * peer.at_once();
    Ok(peer.round(count)?.as_secs_f64() * 1e6 / people as f64)
}

/// Measures a peer beside ours.
pub fn beside(ours: &mut dyn Peer, peer: &mut dyn Peer) -> Result<Measured> {
    let (ours_count, peer_count) = (calibrated(ours)?, calibrated(peer)?);
    let mut measured = Measured { peer: Vec::new(), ours: Vec::new(), ratios: Vec::new() };
    for _ in 0..ROUNDS {
        let before = each(ours, ours_count)?;
        let of_peer = each(peer, peer_count)?;
        let after = each(ours, ours_count)?;
        measured.ours.extend([before, after]);
        measured.peer.push(of_peer);
        measured.ratios.push(of_peer / ((before + after) / 2.0));
    }
    Ok(measured)
}

/// The one in the middle; of two in the middle, the greater.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// A figure with about three digits that say something.
pub fn figure(value: f64) -> String {
    match value {
        _ if value >= 1_000.0 => {
            let rounded =
                (value / 10f64.powi(value.log10() as i32 - 2)).round() * 10f64.powi(value.log10() as i32 - 2);
            let digits = format!("{rounded:.0}");
            let mut text = String::new();
            for (at, digit) in digits.chars().enumerate() {
                if at > 0 && (digits.len() - at) % 3 == 0 {
                    text.push(',');
                }
                text.push(digit);
            }
            text
        }
        _ if value >= 100.0 => format!("{value:.0}"),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ if value >= 0.1 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}

/// The median, and from where to where the values lie.
pub fn spread(values: &[f64]) -> String {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    format!("{} ({}–{})", figure(median(values)), figure(least), figure(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short() {
        let figures = [0.01234, 0.1234, 1.234, 12.34, 123.4, 1234.0, 123_456.0].map(figure);
        assert_eq!(figures, ["0.0123", "0.12", "1.23", "12.3", "123", "1,230", "123,000"]);
    }

    #[test]
    fn a_spread_has_the_middle_and_both_ends() {
        assert_eq!(spread(&[3.0, 1.0, 2.0]), "2.00 (1.00–3.00)");
    }
}
