-- Brings the record of generations and what an instance knows of it up to date.
-- KEYS record; ARGV base known, highest generation seen, name for a new record, then four lists,
-- each after its length: prefix and generation cleared, prefix and generation expired, prefixes to
-- clear, prefixes to expire.
-- Answers the time in millis, then field and value of the record.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit = now + 366 * 86400000

local function number(text)
  if text and #text <= 15 and string.match(text, '^%d+$') then
    local value = tonumber(text)
    if value <= limit then
      return value
    end
  end
  return nil
end

local kind = redis.call('TYPE', KEYS[1]).ok
if kind ~= 'hash' and kind ~= 'none' then
  redis.call('DEL', KEYS[1])
end

local record = {}
local flat = redis.call('HGETALL', KEYS[1])
for i = 1, #flat, 2 do
  record[flat[i]] = flat[i + 1]
end

local function set(field, value)
  local text = type(value) == 'number' and string.format('%.0f', value) or value
  redis.call('HSET', KEYS[1], field, text)
  record[field] = text
end

local seen = number(ARGV[2]) or 0
if not number(record[':base']) or not record[':dataset'] or #record[':dataset'] > 64 then
  local known = number(ARGV[1]) or 0
  set(':base', known > 0 and known or now)
  set(':dataset', ARGV[3])
end
for field, value in pairs(record) do
  if field ~= ':dataset' and not number(value) then
    set(field, math.max(now, seen + 1))
  end
end

local at = 4
local function list(width, action)
  local length = tonumber(ARGV[at])
  for i = 1, length do
    local first = at + 1 + (i - 1) * width
    action(ARGV[first], ARGV[first + 1])
  end
  at = at + 1 + length * width
end
local function raise(field, text)
  local value = number(text)
  if value and value > (number(record[field]) or 0) then
    set(field, value)
  end
end
local function advance(field, prefix)
  local current = math.max(number(record[':base']), number(record[prefix]) or 0,
    number(record['expired:' .. prefix]) or 0)
  set(field, math.max(current + 1, seen + 1, now))
end

raise(':base', ARGV[1])
list(2, function(prefix, generation) raise(prefix, generation) end)
list(2, function(prefix, generation) raise('expired:' .. prefix, generation) end)
list(1, function(prefix) advance(prefix, prefix) end)
list(1, function(prefix) advance('expired:' .. prefix, prefix) end)

local answer = {now}
for field, value in pairs(record) do
  answer[#answer + 1] = field
  answer[#answer + 1] = value
end
return answer
