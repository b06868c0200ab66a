package dev.anyflix.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The steps that Redis takes as one. Each answers with an array.
 *
 * <p>What is not of the form that this service writes counts as absent and is written over.
 */
enum Script {
  /**
   * KEYS entry; ARGV value, millis to keep, generation, loadedAt, latest credible loadedAt. Answers
   * 1 when written, 0 when the entry there is the better one.
   */
  PUT(
      Lua.STAMP
          + """
      local generation, loaded = stamp(KEYS[1])
      local mine = tonumber(ARGV[3])
      if generation and loaded <= ARGV[5]
          and (generation > mine or (generation == mine and loaded > ARGV[4])) then
        return {0}
      end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      return {1}
      """),

  /**
   * KEYS entry; ARGV value, millis to keep, what was found there, most bytes looked at. Answers 1
   * when written, 0 when there is something else by now.
   */
  OVERWRITE(
      """
      local found = redis.pcall('GETRANGE', KEYS[1], 0, ARGV[4])
      if type(found) == 'string' and found ~= ARGV[3] then
        return {0}
      end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      return {1}
      """),

  /** KEYS entries; ARGV the generation of each key's prefix. Answers the keys removed. */
  PURGE(
      Lua.STAMP
          + """
      local removed = {}
      for i, key in ipairs(KEYS) do
        local generation = stamp(key)
        if not generation or generation < tonumber(ARGV[i]) then
          if redis.call('UNLINK', key) == 1 then
            removed[#removed + 1] = key
          end
        end
      end
      return removed
      """),

  /**
   * KEYS generations; ARGV how many are known, then prefix and generation of each, then the owed
   * prefixes. Answers 1 when written, else 0, then prefix and generation of each.
   */
  EXCHANGE(
      """
      local wrote = 0
      if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then
        wrote = redis.call('DEL', KEYS[1])
      end
      local function current(prefix)
        local text = redis.call('HGET', KEYS[1], prefix)
        if text and #text <= 15 and string.match(text, '^%d+$') then
          return tonumber(text)
        end
        return 0
      end
      local function set(prefix, generation)
        redis.call('HSET', KEYS[1], prefix, string.format('%.0f', generation))
        wrote = 1
      end
      local known = tonumber(ARGV[1])
      for i = 1, known do
        local prefix, generation = ARGV[2 * i], tonumber(ARGV[2 * i + 1])
        if generation > current(prefix) then
          set(prefix, generation)
        end
      end
      for i = 2 * known + 2, #ARGV do
        set(ARGV[i], current(ARGV[i]) + 1)
      end
      local answer = redis.call('HGETALL', KEYS[1])
      table.insert(answer, 1, wrote)
      return answer
      """),

  /**
   * KEYS load, entry; ARGV the owner's claim, millis of the lease, most bytes to answer. Answers 1
   * and the entry, or 0 and the other's claim. A claim that never ends is none.
   */
  CLAIM(
      """
      local found = redis.pcall('GET', KEYS[1])
      if type(found) == 'string' and found ~= ARGV[1]
          and (string.sub(found, 1, 11) == '{"loading":' or string.sub(found, 1, 10) == '{"failed":')
          and redis.call('PTTL', KEYS[1]) > 0 then
        return {0, found}
      end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      local entry = redis.pcall('GETRANGE', KEYS[2], 0, ARGV[3])
      if type(entry) ~= 'string' then
        return {1, 'not a string'}
      end
      return {1, entry}
      """),

  /** KEYS load; ARGV the owner's claim, millis of the lease. Answers 1 when prolonged. */
  RENEW(
      """
      if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
        return {0}
      end
      return {redis.call('PEXPIRE', KEYS[1], ARGV[2])}
      """),

  /** KEYS load; ARGV the owner's claim. Answers 1 when given back. */
  RELEASE(
      """
      if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
        return {0}
      end
      return {redis.call('DEL', KEYS[1])}
      """),

  /** KEYS load; ARGV the owner's claim, the failure, millis to keep it. Answers 1 when written. */
  FAIL(
      """
      if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
        return {0}
      end
      redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
      return {1}
      """),

  /**
   * KEYS budget, its members; ARGV member, calls to take (0 or 1), calls of a full budget, calls to
   * leave, micros in which one comes back, micros until it is known to be full, micros it is known
   * to be paused, calls owed, most micros of a pause, micros of a membership. Answers micros to
   * wait, until it is full, of the pause, and how many members there are.
   */
  DRAW(
      """
      local function own(key, kind)
        local found = redis.call('TYPE', key).ok
        if found ~= kind and found ~= 'none' then
          redis.call('DEL', key)
        end
      end
      own(KEYS[1], 'hash')
      own(KEYS[2], 'zset')
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local function ahead(field, most)
        local text = redis.call('HGET', KEYS[1], field)
        if text and #text <= 16 and string.match(text, '^%d+$') then
          return math.max(0, math.min(most, tonumber(text) - now))
        end
        return 0
      end
      local burst, interval = tonumber(ARGV[3]), tonumber(ARGV[5])
      local full = math.max(ahead('fullAt', burst * interval), tonumber(ARGV[6]))
      full = math.min(full + ARGV[8] * interval, burst * interval)
      local paused = math.max(ahead('pausedUntil', tonumber(ARGV[9])), tonumber(ARGV[7]))
      local wait = math.max(paused, full - (burst - 1 - ARGV[4]) * interval, 0)
      if wait == 0 then
        full = full + ARGV[2] * interval
      end
      local function micros(number)
        return string.format('%.0f', number)
      end
      if full > 0 or paused > 0 then
        redis.call('HSET', KEYS[1],
          'fullAt', micros(now + full), 'pausedUntil', micros(now + paused))
        redis.call('PEXPIRE', KEYS[1], micros(math.max(full, paused) / 1000 + 1))
      end
      redis.call('ZADD', KEYS[2], micros(now), ARGV[1])
      redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', micros(now - ARGV[10]))
      redis.call('PEXPIRE', KEYS[2], micros(ARGV[10] / 1000))
      return {wait, full, paused, redis.call('ZCARD', KEYS[2])}
      """);

  private final String lua;
  private final String sha;

  Script(String lua) {
    this.lua = lua;
    this.sha = sha1(lua);
  }

  String lua() {
    return lua;
  }

  /** The name under which Redis keeps the script. */
  String sha() {
    return sha;
  }

  private static String sha1(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }

  /** Parts that several scripts share. */
  private static final class Lua {

    /** Reads generation and loadedAt from the first bytes of an entry; see {@link EntryJson}. */
    static final String STAMP =
        """
        local function stamp(key)
          local head = redis.pcall('GETRANGE', key, 0, 255)
          if type(head) ~= 'string' then
            return nil
          end
          local generation, loaded = string.match(head,
            '^%s*{%s*"format"%s*:%s*2%s*,%s*"generation"%s*:%s*(%d+)%s*,%s*"loadedAt"%s*:%s*'
            .. '"(%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d%.%d%d%dZ)"')
          if not generation or #generation > 16 then
            return nil
          end
          return tonumber(generation), loaded
        end
        """;
  }
}
