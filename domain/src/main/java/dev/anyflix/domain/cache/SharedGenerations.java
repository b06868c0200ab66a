package dev.anyflix.domain.cache;

/**
 * The record of generations in a shared cache.
 *
 * @param generations the generations after the exchange
 * @param dataset the name of the record; another one after the record was lost or the data behind
 *     the connection were exchanged
 */
public record SharedGenerations(Generations generations, String dataset) {}
