"""Mean, variance and distribution of numbers that are sums of independent posts.

Each post is held by A, by B or is gone: ``E[A] = Σ n g_A``, ``Var(A) = Σ n g_A (1 − g_A)``,
``Cov(A, B) = −Σ n g_A g_B``. The share's variance follows by the delta method; at constant size the exact distribution
is the convolution of binomials.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etappe.calc.workforce.arrays import A, B, Floats, ratio


@dataclass(frozen=True, eq=False)
class Moments:
    """First and second moments at each time.

    Attributes
    ----------
    mean : (…, T + 1, 2) floats
        Expected number of A and of B.
    variance : (…, T + 1, 2) floats
    covariance : (…, T + 1) floats
        Of the two numbers.
    """

    mean: Floats
    variance: Floats
    covariance: Floats

    def __add__(self, other: Moments) -> Moments:
        """Return the moments of the sum of two independent parts."""
        return Moments(self.mean + other.mean, self.variance + other.variance, self.covariance + other.covariance)

    @property
    def total(self) -> Floats:
        """Expected number of all."""
        return np.asarray(self.mean.sum(-1))

    @property
    def share(self) -> Floats:
        """Expected A by expected total."""
        return ratio(self.mean[..., A], self.total)

    @property
    def share_variance(self) -> Floats:
        """Variance of the share, delta method: exact where the total is certain."""
        s = self.share
        spread = (1 - s) ** 2 * self.variance[..., A] + s**2 * self.variance[..., B] - 2 * s * (1 - s) * self.covariance
        # A difference of equal numbers may fall below zero by rounding.
        return ratio(np.maximum(spread, 0.0), self.total**2)

    @property
    def share_sd(self) -> Floats:
        """Standard deviation of the share."""
        return np.asarray(np.sqrt(self.share_variance))


def of_posts(people: Floats, held: Floats) -> Moments:
    """Moments of posts: ``people`` (R,), ``held`` (R, T + 1, 2) → arrays by time."""
    mean = np.tensordot(people, held, 1)
    variance = mean - np.einsum("r,rTy,rTy->Ty", people, held, held)
    covariance = -np.einsum("r,rT,rT->T", people, held[..., A], held[..., B])
    return Moments(mean, np.maximum(variance, 0.0), covariance)


def nothing(years: int) -> Moments:
    """Moments of no posts at all."""
    return Moments(np.zeros((years + 1, 2)), np.zeros((years + 1, 2)), np.zeros(years + 1))


def distribution(people: Floats, probability: Floats, tail: float = 12.0) -> tuple[int, Floats]:
    """Exact distribution of the number of A: a convolution of binomials.

    Parameters
    ----------
    people : (R,) floats
        Whole numbers of posts.
    probability : (R,) floats
        Probability of each of these posts to be held by A.
    tail
        Half width of what is computed, in standard deviations; what lies outside has less than 1e-30.

    Returns
    -------
    tuple
        The least number, and the probabilities of it and of the following ones.

    Notes
    -----
    The characteristic function is evaluated at as many points as the window is long and transformed back.

    References
    ----------
    Y. Hong (2013), On computing the distribution function for the Poisson binomial distribution, CSDA 59, 41–51.

    Examples
    --------
    >>> start, p = distribution(np.array([2.0]), np.array([0.5]))
    >>> start, p.round(4)
    (0, array([0.25, 0.5 , 0.25]))
    """
    whole = round(float(people.sum()))
    mean = float(people @ probability)
    sd = float(np.sqrt(people @ (probability * (1 - probability))))
    start = max(0, int(np.floor(mean - tail * sd)) - 1)
    stop = min(whole, int(np.ceil(mean + tail * sd)) + 1)
    length = stop - start + 1
    places = 2 * np.pi * np.arange(length // 2 + 1) / length
    logs = np.zeros(len(places), dtype=complex)
    for count, p in zip(people, probability, strict=True):
        with np.errstate(divide="ignore"):
            logs += count * np.log(1 - p + p * np.exp(1j * places))
    spectrum = np.exp(logs - 1j * places * start)
    probabilities = np.fft.irfft(np.conj(spectrum), n=length)
    return start, np.maximum(probabilities, 0.0)
