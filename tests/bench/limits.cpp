#include "tests/bench/limits.h"

#include "core/base/vector_math.h"

#include <math.h>

// Nothing here may be an inline function of a header: the linker would keep one copy for both instruction sets.

namespace thalweg::bench::THALWEG_LIMITS {

namespace {

constexpr double mu = 0.9;
constexpr double beta1 = 0.9;
constexpr double beta2 = 0.999;
constexpr double alpha = 0.99;
constexpr double eps = 1e-8;

struct Plane {
  double x = -1.2;
  double y = 1;
};

Plane rosenbrockGradient(Plane p) {
  const double r = p.y - p.x * p.x;
  return {-400 * p.x * r - 2 * (1 - p.x), 200 * r};
}

void record(double*& to, Plane p) {
  const Plane g = rosenbrockGradient(p);
  const double r = p.y - p.x * p.x;
  const double a = 1 - p.x;
  to[0] = p.x;
  to[1] = p.y;
  to[2] = 100 * r * r + a * a;
  to[3] = sqrt(g.x * g.x + g.y * g.y);
  to += 4;
}

/// A member's point and up to two vectors of state.
struct Member {
  Plane p;
  Plane m{0, 0};
  Plane v{0, 0};
};

void sgd(double& x, double g) { x -= 1e-3 * g; }
void heavyBall(double& x, double& b, double g) {
  b = mu * b + g;
  x -= 1e-4 * b;
}
void nesterov(double& x, double& b, double g) {
  b = mu * b + g;
  x -= 1e-4 * (g + mu * b);
}
void rmsprop(double& x, double& v, double g) {
  v = alpha * v + (1 - alpha) * g * g;
  x -= 1e-3 * g / (sqrt(v) + eps);
}
void adagrad(double& x, double& v, double g) {
  v += g * g;
  x -= 0.1 * g / (sqrt(v) + eps);
}
void adamStep(double& x, double& m, double& v, double g, double rate, double root) {
  m = beta1 * m + (1 - beta1) * g;
  v = beta2 * v + (1 - beta2) * g * g;
  x -= rate * m / (sqrt(v) / root + eps);
}

void race(double* to, std::size_t steps) {
  Member member[raceMembers];
  double power1 = 1;
  double power2 = 1;
  for (std::size_t step = 0; step < steps; ++step) {
    power1 *= beta1;
    power2 *= beta2;
    const double rate = 1e-2 / (1 - power1);
    const double root = sqrt(1 - power2);
    Plane g[raceMembers];
    for (std::size_t i = 0; i < raceMembers; ++i) g[i] = rosenbrockGradient(member[i].p);
    sgd(member[0].p.x, g[0].x), sgd(member[0].p.y, g[0].y);
    heavyBall(member[1].p.x, member[1].m.x, g[1].x), heavyBall(member[1].p.y, member[1].m.y, g[1].y);
    nesterov(member[2].p.x, member[2].m.x, g[2].x), nesterov(member[2].p.y, member[2].m.y, g[2].y);
    rmsprop(member[3].p.x, member[3].v.x, g[3].x), rmsprop(member[3].p.y, member[3].v.y, g[3].y);
    adagrad(member[4].p.x, member[4].v.x, g[4].x), adagrad(member[4].p.y, member[4].v.y, g[4].y);
    member[6].p.x *= 1 - 1e-4, member[6].p.y *= 1 - 1e-4;  // AdamW's decay
    for (std::size_t i = 5; i < raceMembers; ++i) {
      adamStep(member[i].p.x, member[i].m.x, member[i].v.x, g[i].x, rate, root);
      adamStep(member[i].p.y, member[i].m.y, member[i].v.y, g[i].y, rate, root);
    }
    for (const Member& one : member) record(to, one.p);
  }
}

void longGradient(const double* __restrict x, double* __restrict g, std::size_t n) {
  const double first = x[1] - x[0] * x[0];
  g[0] = -400 * x[0] * first - 2 * (1 - x[0]);
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const double right = x[i + 1] - x[i] * x[i];
    const double left = x[i] - x[i - 1] * x[i - 1];
    g[i] = -400 * x[i] * right - 2 * (1 - x[i]) + 200 * left;
  }
  g[n - 1] = 200 * (x[n - 1] - x[n - 2] * x[n - 2]);
}

void momentum(double* __restrict x, double* __restrict b, double* __restrict g, std::size_t n, double lr) {
  longGradient(x, g, n);
  for (std::size_t i = 0; i < n; ++i) {
    b[i] = mu * b[i] + g[i];
    x[i] -= lr * b[i];
  }
}

void adam(double* __restrict x, double* __restrict m, double* __restrict v, double* __restrict g, std::size_t n,
          double lr, int step) {
  longGradient(x, g, n);
  const double rate = lr / (1 - pow(beta1, step));
  const double root = sqrt(1 - pow(beta2, step));
  for (std::size_t i = 0; i < n; ++i) {
    m[i] = beta1 * m[i] + (1 - beta1) * g[i];
    v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
    x[i] -= rate * m[i] / (sqrt(v[i]) / root + eps);
  }
}

void momentumBlock(double* __restrict x, double* __restrict y, std::size_t steps, double lr) {
  double bx[blockRows] = {};
  double by[blockRows] = {};
  for (std::size_t step = 0; step < steps; ++step) {
    for (std::size_t i = 0; i < blockRows; ++i) {
      const double p = x[i] * x[i] + y[i] - 11;
      const double q = x[i] + y[i] * y[i] - 7;
      bx[i] = mu * bx[i] + (4 * x[i] * p + 2 * q);
      by[i] = mu * by[i] + (2 * p + 4 * y[i] * q);
      x[i] -= lr * bx[i];
      y[i] -= lr * by[i];
    }
  }
}

void adamBlock(double* __restrict x, double* __restrict y, std::size_t steps, double lr) {
  double mx[blockRows] = {};
  double my[blockRows] = {};
  double vx[blockRows] = {};
  double vy[blockRows] = {};
  double power1 = 1;
  double power2 = 1;
  for (std::size_t step = 0; step < steps; ++step) {
    power1 *= beta1;
    power2 *= beta2;
    const double rate = lr / (1 - power1);
    const double root = sqrt(1 - power2);
    for (std::size_t i = 0; i < blockRows; ++i) {
      const double p = x[i] * x[i] + y[i] - 11;
      const double q = x[i] + y[i] * y[i] - 7;
      const double gx = 4 * x[i] * p + 2 * q;
      const double gy = 2 * p + 4 * y[i] * q;
      mx[i] = beta1 * mx[i] + (1 - beta1) * gx;
      my[i] = beta1 * my[i] + (1 - beta1) * gy;
      vx[i] = beta2 * vx[i] + (1 - beta2) * gx * gx;
      vy[i] = beta2 * vy[i] + (1 - beta2) * gy * gy;
      x[i] -= rate * mx[i] / (sqrt(vx[i]) / root + eps);
      y[i] -= rate * my[i] / (sqrt(vy[i]) / root + eps);
    }
  }
}

constexpr double twoPi = 6.283185307179586;

void ackley(const double* __restrict x, const double* __restrict y, double* __restrict f, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    f[i] = -20 * exp(-0.2 * sqrt((x[i] * x[i] + y[i] * y[i]) / 2)) - exp((cos(twoPi * x[i]) + cos(twoPi * y[i])) / 2) +
           22.718281828459045;
  }
}

void rastrigin(const double* __restrict x, const double* __restrict y, double* __restrict f, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    f[i] = 20 + x[i] * x[i] - 10 * cos(twoPi * x[i]) + y[i] * y[i] - 10 * cos(twoPi * y[i]);
}

/// With four accumulators, which the order of additions asks for.
double dot(const double* __restrict a, const double* __restrict b, std::size_t n) {
  double sum[4] = {};
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    for (std::size_t k = 0; k < 4; ++k) sum[k] += a[i + k] * b[i + k];
  }
  for (; i < n; ++i) sum[0] += a[i] * b[i];
  return sum[0] + sum[1] + (sum[2] + sum[3]);
}

void add(double* __restrict to, double factor, const double* __restrict a, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) to[i] += factor * a[i];
}

double chained(const double* __restrict x, double* __restrict g, std::size_t n) {
  longGradient(x, g, n);
  double f = 0;
  for (std::size_t i = 0; i + 1 < n; ++i) {
    const double r = x[i + 1] - x[i] * x[i];
    f += 100 * r * r + (1 - x[i]) * (1 - x[i]);
  }
  return f;
}

double paired(const double* __restrict x, double* __restrict g, std::size_t n) {
  double f = 0;
  for (std::size_t i = 0; i + 1 < n; i += 2) {
    const double r = x[i + 1] - x[i] * x[i];
    const double a = 1 - x[i];
    g[i] = -400 * x[i] * r - 2 * a;
    g[i + 1] = 200 * r;
    f += 100 * r * r + a * a;
  }
  return f;
}

double quasiNewton(const double* __restrict x, const double* __restrict s, const double* __restrict y,
                   double* __restrict g, std::size_t n) {
  const double f = chained(x, g, n);
  double share[pairs];
  for (std::size_t k = pairs; k-- > 0;) {
    share[k] = dot(s + k * n, g, n);
    add(g, -share[k], y + k * n, n);
  }
  for (std::size_t k = 0; k < pairs; ++k) add(g, share[k] - dot(y + k * n, g, n), s + k * n, n);
  return f;
}

void fill(unsigned* pixels, float* depth, const float* position, const float* light, const unsigned* colors, size_t n) {
  for (size_t k = 0; k < n; ++k) {
    if (!(position[k] >= depth[k])) continue;
    depth[k] = position[k];
    const unsigned color = colors[static_cast<size_t>(position[k] * 256)];
    const auto lit = [&](unsigned shift) {
      return static_cast<unsigned>(static_cast<float>(color >> shift & 255U) * light[k] + 0.5F) << shift;
    };
    pixels[k] = 0xFF000000U | lit(16) | lit(8) | lit(0);
  }
}

}  // namespace

const Limits table = {THALWEG_LIMITS_NAME, race,    momentum, adam,        momentumBlock, adamBlock, ackley,
                      rastrigin,           chained, paired,   quasiNewton, fill};

}  // namespace thalweg::bench::THALWEG_LIMITS
