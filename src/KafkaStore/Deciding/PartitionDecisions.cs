using System.Text.Json;
using KafkaStore.Archiving;
using KafkaStore.Broker;

namespace KafkaStore.Deciding;

/// <summary>What an operation makes of the state, and the seal to start, if any.</summary>
public readonly record struct PartitionDecision(PartitionState State, SealRequest? Start);

/// <summary>
/// Everything an entity decides, as pure functions of its state, the operation and the time. At most one seal is in flight;
/// one that has not reported for ten minutes counts as dead.
/// </summary>
/// <param name="options">When a topic's segment may be complete, and how long past its maximum age an idle one stays open.</param>
/// <param name="newAttempt">Makes a fresh name for a seal.</param>
public sealed class PartitionDecisions(ArchiverOptions options, Func<string> newAttempt)
{
    public static readonly TimeSpan SealPatience = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan DeliveryPatience = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan BarrenDistance = TimeSpan.FromMinutes(1);

    // As JSON, which is how state is kept.
    private const int MaximumMessageBytes = 640;

    /// <summary>A batch was staged.</summary>
    public PartitionDecision Append(PartitionState state, BatchSummary batch, DateTimeOffset now)
    {
        bool spent = batch.Last < state.Checkpoint;
        SegmentFigures figures = spent ? SegmentFigures.None : batch.Figures;
        state = state with
        {
            AcceptedEnd = Math.Max(state.AcceptedEnd, batch.Last + 1),
            Open = state.Open.Plus(figures),
            SinceSeal = state.Seal is null ? SegmentFigures.None : state.SinceSeal.Plus(figures),
            LastAcceptedAt =
                batch.Figures.FirstAcceptedAt > state.LastAcceptedAt
                    ? batch.Figures.FirstAcceptedAt
                    : state.LastAcceptedAt ?? batch.Figures.FirstAcceptedAt,
            BehindSince = null,
            HasSpentChunks = state.HasSpentChunks || spent,
        };
        bool mayStart = state.Checkpoint is null ? KeepsDistance(state, now) : MayClose(state, now);
        return mayStart ? Start(state, now) : new(state, null);
    }

    /// <summary>The timer looked at the broker.</summary>
    public PartitionDecision Observe(PartitionState state, BrokerView view, DateTimeOffset now)
    {
        bool shrunk = view.End < view.AcceptedBefore;
        bool again = shrunk && state.EndSuspect;
        bool behind = state.AcceptedEnd < view.End;
        state = state with { EndSuspect = shrunk, BehindSince = behind ? state.BehindSince ?? now : null };
        if (shrunk)
            return again ? Start(state, now, shrunk: view) : new(state, null);
        if (state.Checkpoint is null)
            return Start(state, now);
        bool old = view.End < state.AcceptedEnd; // more was accepted since: what waits at the broker is not known
        if (IsIdle(state, waiting: behind || old, now))
            return Start(state, now, new SegmentCut(state.AcceptedEnd, RollReason.Idle));
        if (behind && (view.IsFetched || now - Later(state.BehindSince, state.LastAcceptedAt) >= DeliveryPatience))
            return Start(state, now, knownEnd: view.End);
        bool unfinished =
            state.Wish is not null || state.HasSpentChunks || state.LastFailure is not null || state.HasHole || IsStuck(state, now);
        return MayClose(state, now) || (unfinished && KeepsDistance(state, now)) ? Start(state, now) : new(state, null);
    }

    /// <summary>Somebody wants a seal now, or as soon as the one in flight has ended.</summary>
    public PartitionDecision Seal(PartitionState state, SealWish wish, DateTimeOffset now)
    {
        state = state with { Wish = new SealWish(wish.Close || state.Wish is { Close: true }) };
        return Start(state, now);
    }

    /// <summary>A seal has ended, with any outcome.</summary>
    public PartitionDecision Sealed(PartitionState state, SealOutcome outcome, DateTimeOffset now)
    {
        bool awaited = state.Seal?.Attempt == outcome.Attempt;
        if (!awaited)
        {
            // A seal given up for dead: where it got to is worth knowing, its figures are out of date.
            bool further = outcome.Checkpoint > state.Checkpoint;
            return new(further ? state with { Checkpoint = outcome.Checkpoint, LastBase = outcome.LastBase } : state, null);
        }

        // A request to close that the time limit interrupted is not served yet.
        bool closeGoesOn = outcome.MoreToSeal && state.Seal is { Close: true };
        state = state with { Seal = null, SealsEnded = state.SealsEnded + 1, Wish = closeGoesOn ? new SealWish(Close: true) : state.Wish };
        if (outcome.Fault is not null || outcome.Checkpoint is null)
        {
            state = state with
            {
                Fault = outcome.Fault is { } fault ? Short(fault) : state.Fault,
                LastFailure = outcome.Fault is null ? Short(outcome.Failure ?? "The run ended without a result.") : null,
                BarrenSince = now,
            };
            return new(state, null);
        }

        // The first seal only finds out where the partition is; that it closes nothing says nothing about the estimates, and
        // what came meanwhile need not wait a minute for it. A hole does.
        bool hasHole = outcome.ReadThrough < outcome.AcceptedEnd;
        bool barren = outcome is { Closed: 0, MoreToSeal: false } && (state.Checkpoint is not null || hasHole);
        state = state with
        {
            Checkpoint = outcome.Checkpoint,
            LastBase = outcome.LastBase,
            // What was kept aside as belonging to nobody for certain was not accepted.
            AcceptedEnd = outcome.IsFormer ? outcome.AcceptedEnd : Math.Max(state.AcceptedEnd, outcome.AcceptedEnd),
            ReadThrough = outcome.ReadThrough,
            HasHole = hasHole,
            Open = outcome.Open.Plus(state.SinceSeal),
            SinceSeal = SegmentFigures.None,
            BarrenSince = barren ? now : null,
            BarrenAcceptedEnd = barren ? outcome.AcceptedEnd : 0, // as the run saw it: what came meanwhile is newer
            HasSpentChunks = outcome.HasSpentChunks,
            LastFailure = hasHole && outcome.HoleTrouble is { } trouble ? Short(trouble) : null,
        };
        return outcome.MoreToSeal || state.Wish is not null || MayClose(state, now) ? Start(state, now) : new(state, null);
    }

    /// <summary>A fault stands that somebody else may have met.</summary>
    public static PartitionDecision Faulted(PartitionState state, PartitionFault fault) =>
        new(state with { Fault = Short(fault), LastFailure = null }, null);

    /// <summary>The fault is gone; what is remembered of it was a copy.</summary>
    public PartitionDecision ClearFault(PartitionState state, DateTimeOffset now) =>
        Start(state with { Fault = null, EndSuspect = false, BarrenSince = null }, now);

    private PartitionDecision Start(
        PartitionState state,
        DateTimeOffset now,
        SegmentCut? cut = null,
        long knownEnd = 0,
        BrokerView? shrunk = null
    )
    {
        if (state.Fault is not null || (state.Seal is not null && !IsStuck(state, now)))
            return new(state, null);

        // Where to close is known once a first run has found out what was accepted.
        bool closeLater = state is { Wish.Close: true, Checkpoint: null };
        if (state.Wish is { Close: true } && !closeLater)
            cut ??= new SegmentCut(state.AcceptedEnd, RollReason.Requested);
        var request = new SealRequest(state.Partition, newAttempt())
        {
            Checkpoint = state.Checkpoint,
            LastBase = state.LastBase,
            KnownEnd = Math.Max(knownEnd, state.AcceptedEnd),
            MayClose = cut is not null || state.Open.MayBeComplete(Of(state).Segments),
            Cut = cut,
            Shrunk = shrunk,
        };
        var seal = new SealInFlight(request.Attempt, now, Close: cut is { Reason: RollReason.Requested });
        state = state with { Seal = seal, SinceSeal = SegmentFigures.None, Wish = closeLater ? state.Wish : null };
        return new(state, request);
    }

    // After a seal that closed nothing the figures are exact, and the next one needs newer records and a minute's distance.
    private bool MayClose(PartitionState state, DateTimeOffset now) =>
        state.Open.MayBeComplete(Of(state).Segments)
        && KeepsDistance(state, now)
        && (state.BarrenSince is null || state.AcceptedEnd > state.BarrenAcceptedEnd);

    private static bool KeepsDistance(PartitionState state, DateTimeOffset now) =>
        state.BarrenSince is not { } since || now - since >= BarrenDistance;

    private static bool IsStuck(PartitionState state, DateTimeOffset now) => state.Seal is { } seal && now - seal.StartedAt >= SealPatience;

    private bool IsIdle(PartitionState state, bool waiting, DateTimeOffset now)
    {
        if (!state.HasOpenRecords || !KeepsDistance(state, now))
            return false;
        TopicPolicy policy = Of(state);
        TimeSpan age = policy.Segments.MaximumAge;
        TimeSpan open = age > TimeSpan.MaxValue - policy.SafetyWindow ? TimeSpan.MaxValue : age + policy.SafetyWindow;
        if (state.Open.FirstAcceptedAt is { } accepted && now - accepted >= open)
            return true;
        return !waiting
            && state.Open.FirstTimestamp is { } first
            && now.ToUnixTimeMilliseconds() - first >= (long)open.TotalMilliseconds
            && state.LastAcceptedAt is { } last
            && now - last >= age;
    }

    private TopicPolicy Of(PartitionState state) =>
        state.Checkpoint is { } open ? options.OfSegment(state.Partition, open) : options.Of(state.Partition.Topic);

    private static PartitionFault Short(PartitionFault fault) => fault with { Message = Short(fault.Message) };

    // State stays small whatever an SDK says; what to do is at a message's end.
    private static string Short(string message)
    {
        string shortened = message;
        for (
            int half = MaximumMessageBytes / 2;
            JsonEncodedText.Encode(shortened).EncodedUtf8Bytes.Length > MaximumMessageBytes;
            half -= half / 8
        )
        {
            shortened =
                $"{message.AsSpan(0, Math.Min(half, message.Length))} ... {message.AsSpan(message.Length - Math.Min(half, message.Length))}";
        }

        return shortened;
    }

    private static DateTimeOffset Later(DateTimeOffset? left, DateTimeOffset? right) =>
        right is null || left > right ? left ?? DateTimeOffset.MaxValue : right.Value;
}
