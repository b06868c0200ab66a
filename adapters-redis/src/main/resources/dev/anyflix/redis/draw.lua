-- Draws on a budget by the generic cell rate algorithm.
-- KEYS budget, its members; ARGV member, calls to take (0 or 1), calls of a full budget, calls to
-- leave, micros in which one comes back, micros until it is known to be full, micros it is known to
-- be paused, calls owed, most micros of a pause, micros of a membership.
-- Answers micros to wait, until it is full, of the pause, and how many members there are.
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
