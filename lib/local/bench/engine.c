/* The yardstick for lambdas/core/spc: the same algorithm, line by line, in C. NaN is a hole.
 * usage: engine FILE SERIES DAYS REPEATS ABSOLUTE_FLOOR RELATIVE_FLOOR
 * FILE holds SERIES x DAYS doubles, one series after the other. Prints one JSON object. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WINDOW = 30, MINIMUM = 14, ANCHOR = 32, RULES = 4 };
enum { SCORED, FLOORED, FLAT, LEARNING, MISSING };
enum { KNOWN, PREVIOUS_MISSING, PREVIOUS_ZERO, NOT_TODAY };
static const double KEPT_SHARE = 1e-4;

typedef struct {
  uint16_t *count;
  double *mean, *sigma, *z, *pct;
  uint8_t *z_status, *pct_status, *rule[RULES];
} Scores;

static double newest_present(const double *x, int day) {
  for (int earlier = day - 1; earlier >= 0 && earlier >= day - WINDOW; earlier--)
    if (isfinite(x[earlier])) return x[earlier];
  return 0;
}

static int slide_from_anchor(const double *x, int days, int from, Scores *s) {
  double anchor = newest_present(x, from), sum = 0, squares = 0, largest = 0;
  int n = 0, end = from + ANCHOR < days ? from + ANCHOR : days;
  for (int day = from > WINDOW ? from - WINDOW : 0; day < end; day++) {
    if (day >= from) {
      double offset = sum / n, spread = squares - sum * offset;
      if (!(spread >= largest * KEPT_SHARE) && day > from) return day;
      s->count[day] = (uint16_t)n;
      s->mean[day] = anchor + offset;
      s->sigma[day] = sqrt(spread / (n - 1));
      double leaving = day < WINDOW ? NAN : x[day - WINDOW] - anchor;
      if (isfinite(leaving)) {
        n--;
        sum -= leaving;
        squares -= leaving * leaving;
      }
    }
    double entering = x[day] - anchor;
    if (isfinite(entering)) {
      n++;
      sum += entering;
      squares += entering * entering;
      if (squares > largest) largest = squares;
    }
  }
  return end;
}

static void z_scores(const double *x, int days, double absolute, double relative, Scores *s) {
  for (int day = 0; day < days; day++) {
    double departure = x[day] - s->mean[day];
    double share = relative * fabs(s->mean[day]);
    double least = share > absolute ? share : absolute;
    s->z[day] = NAN;
    if (!isfinite(x[day])) s->z_status[day] = MISSING;
    else if (s->count[day] < MINIMUM) s->z_status[day] = LEARNING;
    else if (s->sigma[day] >= least) {
      s->z_status[day] = SCORED;
      s->z[day] = departure / s->sigma[day];
    } else if (fabs(departure) <= least) s->z_status[day] = FLAT;
    else {
      s->z_status[day] = FLOORED;
      s->z[day] = departure / least;
    }
  }
}

static void zone_rule(const double *z, int days, int needed, int window, double limit, uint8_t *flags) {
  uint32_t above = 0, below = 0;
  int above_count = 0, below_count = 0;
  for (int day = 0; day < days; day++) {
    int is_above = z[day] > limit, is_below = z[day] < -limit;
    above_count += is_above - (int)(above >> (window - 1) & 1);
    below_count += is_below - (int)(below >> (window - 1) & 1);
    above = above << 1 | (uint32_t)is_above;
    below = below << 1 | (uint32_t)is_below;
    flags[day] = (uint8_t)((is_above & (above_count >= needed)) | (is_below & (below_count >= needed)));
  }
}

static void rate_of_change(const double *x, int days, Scores *s) {
  double previous = NAN;
  for (int day = 0; day < days; day++) {
    double pct = (x[day] - previous) / previous * 100;
    if (isfinite(pct)) {
      s->pct[day] = pct;
      s->pct_status[day] = KNOWN;
    } else {
      s->pct[day] = NAN;
      s->pct_status[day] = !isfinite(x[day]) ? NOT_TODAY : isfinite(previous) ? PREVIOUS_ZERO : PREVIOUS_MISSING;
    }
    previous = x[day];
  }
}

static void score_series(const double *x, int days, double absolute, double relative, Scores *s) {
  for (int day = 0; day < days;) day = slide_from_anchor(x, days, day, s);
  z_scores(x, days, absolute, relative, s);
  zone_rule(s->z, days, 1, 1, 3, s->rule[0]);
  zone_rule(s->z, days, 2, 3, 2, s->rule[1]);
  zone_rule(s->z, days, 4, 5, 1, s->rule[2]);
  zone_rule(s->z, days, 8, 8, 0, s->rule[3]);
  rate_of_change(x, days, s);
}

static void *allocate(size_t count, size_t size) {
  void *memory = calloc(count, size);
  if (memory == NULL) exit(3);
  return memory;
}

static void print_checksum(const double *x, long series, int days, const double floor[2], Scores *s) {
  double sum_of_z = 0;
  long scored = 0, flat = 0, flags[RULES] = {0}, roc_beyond_25 = 0;
  for (long k = 0; k < series; k++) {
    score_series(x + k * days, days, floor[0], floor[1], s);
    for (int day = 0; day < days; day++) {
      if (s->z_status[day] <= FLOORED) { scored++; sum_of_z += s->z[day]; }
      flat += s->z_status[day] == FLAT;
      for (int rule = 0; rule < RULES; rule++) flags[rule] += s->rule[rule][day];
      roc_beyond_25 += fabs(s->pct[day]) > 25;
    }
  }
  printf("\"sumOfZ\":%.9f,\"scored\":%ld,\"flat\":%ld,\"flags\":[%ld,%ld,%ld,%ld],\"rocBeyond25\":%ld}\n", sum_of_z,
         scored, flat, flags[0], flags[1], flags[2], flags[3], roc_beyond_25);
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  long series = atol(argv[2]);
  int days = atoi(argv[3]), repeats = atoi(argv[4]);
  const double floor[2] = {atof(argv[5]), atof(argv[6])};
  size_t n = (size_t)days, total = (size_t)series * n;
  double *x = allocate(total, sizeof *x);
  FILE *file = fopen(argv[1], "rb");
  if (file == NULL || fread(x, sizeof *x, total, file) != total) return 4;
  fclose(file);

  Scores s = {allocate(n, 2), allocate(n, 8), allocate(n, 8), allocate(n, 8), allocate(n, 8), allocate(n, 1),
              allocate(n, 1), {allocate(n, 1), allocate(n, 1), allocate(n, 1), allocate(n, 1)}};
  clock_t start = clock();
  for (int repeat = 0; repeat < repeats; repeat++)
    for (long k = 0; k < series; k++) score_series(x + k * days, days, floor[0], floor[1], &s);
  double seconds = (double)(clock() - start) / CLOCKS_PER_SEC / repeats;
  printf("{\"cpuSeconds\":%.9f,", seconds);
  print_checksum(x, series, days, floor, &s);
  return 0;
}
