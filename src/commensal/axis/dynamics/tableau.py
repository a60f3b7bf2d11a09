"""Coefficients of the solver's Runge-Kutta method: order 4, six stages, made for decays of very different speed.

Two Euler steps of lengths ``CHAIN`` are followed by four stages that bring the whole to order 4; an embedded method of
order 3 gives the error. The stability polynomial stays below 0.95 on the negative real axis down to -9.87, where the
method of Dormand and Prince ends at -3.3 for the same work. Idea: Abdulle A. Fourth order Chebyshev methods with
recurrence relation. SIAM J Sci Comput 2002;23:2041-2054. The coefficients are our own: the polynomial by linear
programming, the last stages by solving the order conditions with small terms of order 5. The tests check conditions
and stability.

For a step h from y, with f0 = f(y):  g = y + h CHAIN[0] f0;  m = g + h CHAIN[1] f(g);  then
k_j = f(m + h sum_l INNER[j, l] k_l) for j = 1..4;  y1 = m + h sum_j OUTER[j] k_j;  and
error = h (sum_j ERROR[j] k_j + ERROR[4] f(y1)).  f(y1) is the next step's f0.
"""

from __future__ import annotations

REAL_STABILITY = 9.87

CHAIN = (0.1040628197181308, 0.13293245322326375)

A21 = -0.15012171391580859
A31, A32 = 1.132016285233575, -0.718773837928249
A41, A42, A43 = 0.04389672203960445, 0.05916588243703674, 0.5034557351269345
INNER = ((), (A21,), (A31, A32), (A41, A42, A43))

OUTER = (0.49533870585847234, -0.2345340867447196, 0.17831543159739627, 0.3238846763474563)

# Any multiple is of order 3; this one makes the tolerance close to the error that is found.
ERROR = (-0.06929439642274483, 0.045010287752565137, 0.014346598448270392, 0.043160106743867455, -0.03322259652195812)
