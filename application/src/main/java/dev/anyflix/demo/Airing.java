package dev.anyflix.demo;

import java.time.Instant;

/**
 * One episode of an anime and its air time.
 *
 * @param anime the anime
 * @param episode the number of the episode, from 1
 * @param at its air time
 */
record Airing(Anime anime, long episode, Instant at) {}
