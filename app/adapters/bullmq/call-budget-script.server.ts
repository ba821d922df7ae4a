/** When a place may be free again is not known, so it is looked at again after this. */
const SOON_MS = 20;
/** A person's next look may come this much later than it was told to. */
const LATE_MS = 250;

/**
 * Decides whether a call may begin, in one step for all processes. Calls of a minute are a bucket: a sixth of them may go
 * at once, the rest flows in over the minute, so that no minute has more than it may. Each turn leaves a part of bucket
 * and places to those before it.
 *
 * While a person waits nobody else begins: a place or a call that becomes free is theirs. They are taken to wait until
 * their next look, so that one who has gone holds up nobody.
 *
 * A budget that Redis has lost begins empty, not full, and lets only one call go at a time until every call that may
 * still be on its way has ended.
 *
 * KEYS: bucket (hash), running (sorted set of calls by when they count as ended), closed, until when a person waits.
 * ARGV: calls a minute, calls at once, reserve of the bucket and of the places (thousandths), longest time of a call (ms),
 * the call's name, the time (ms; empty: Redis's own), for how long a person goes on waiting (ms; empty: it is no
 * person's call). Returns 0 when it may begin, else milliseconds to wait.
 */
export const admitScript = `
local perMinute, atOnce = tonumber(ARGV[1]), tonumber(ARGV[2])
local keepCalls, keepPlaces = tonumber(ARGV[3]) / 1000, tonumber(ARGV[4]) / 1000
local longest, now = tonumber(ARGV[5]), tonumber(ARGV[7])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local closedUntil = tonumber(redis.call('GET', KEYS[3]) or '0')
if closedUntil > now then return closedUntil - now end

local patience = tonumber(ARGV[8])
local function wait(ms)
  if patience and ms <= patience then redis.call('SET', KEYS[4], now + ms + ${LATE_MS}, 'PX', ms + ${LATE_MS}) end
  return ms
end
if not patience and tonumber(redis.call('GET', KEYS[4]) or '0') > now then return ${SOON_MS} end

local size = math.max(1, math.floor(perMinute / 6))
local perMs = (perMinute - size) / 60000
local bucket = redis.call('HMGET', KEYS[1], 'calls', 'at', 'since')
local calls, since = 0, tonumber(bucket[3]) or now
if bucket[1] then calls = math.min(size, tonumber(bucket[1]) + math.max(0, now - tonumber(bucket[2])) * perMs) end
redis.call('HSET', KEYS[1], 'calls', tostring(calls), 'at', now, 'since', since)
redis.call('PEXPIRE', KEYS[1], 86400000)

redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
local places = math.max(1, atOnce - math.floor(atOnce * keepPlaces))
if now - since < longest then places = 1 end
if redis.call('ZCARD', KEYS[2]) >= places then return wait(${SOON_MS}) end

local needed = 1 + math.floor(size * keepCalls)
if calls < needed then return wait(math.max(1, math.ceil((needed - calls) / perMs))) end
redis.call('HSET', KEYS[1], 'calls', tostring(calls - 1))
redis.call('ZADD', KEYS[2], now + longest, ARGV[6])
redis.call('PEXPIRE', KEYS[2], longest + 60000)
if patience then redis.call('DEL', KEYS[4]) end
return 0
`;
