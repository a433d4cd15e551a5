/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/*
 * A fuzz target is one file with this function: it gives hostile bytes to one reader of them, and
 * asserts what has to hold of everything it reads. libFuzzer calls it (`./dev fuzz`), and so does
 * sp-fuzz-main.c in the ordinary tests.
 */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/*
 * SpFuzzInput:
 * @data: the bytes, with nothing behind them
 * @length: how many there are
 * @text: the same, up to the first zero byte, as a string
 * @copy: what @text is part of
 * @started: when the input came in
 *
 * One input. Where a target needs more than one text, its input begins with lines for the others:
 * see sp_fuzz_input_take_line(). Once it goes out of scope it is a fault if its reader has been at
 * work for more than a second: no input here is longer than a few kilobytes.
 */
typedef struct {
  const char *data;
  gsize length;
  const char *text;
  char *copy;
  gint64 started;
} SpFuzzInput;

SpFuzzInput sp_fuzz_input_new (const uint8_t *data, size_t size);
void sp_fuzz_input_clear (SpFuzzInput *self);
char *sp_fuzz_input_take_line (SpFuzzInput *self);
GBytes *sp_fuzz_input_dup_bytes (const SpFuzzInput *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SpFuzzInput, sp_fuzz_input_clear)

G_END_DECLS
