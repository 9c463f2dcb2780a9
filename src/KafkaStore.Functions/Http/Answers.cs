using KafkaStore.Avro;
using KafkaStore.Functions.Http.Limits;

namespace KafkaStore.Functions.Http;

/// <summary>Runs a function's body for as long as an answer may take, and says what went wrong in the way that HTTP has for it.</summary>
public sealed class Answers(HttpReadingOptions options, ShownDetails shown, TimeProvider clock)
{
    /// <summary>When to come back to a store or a broker that is away.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    /// <param name="request">What is answered.</param>
    /// <param name="logger">Hears of what the client can't mend.</param>
    /// <param name="answer">Writes the response; its token ends with the client, or when the answer took too long.</param>
    internal async Task RunAsync(HttpRequest request, ILogger logger, Func<HttpResponse, CancellationToken, Task> answer)
    {
        HttpContext context = request.HttpContext;
        CancellationToken gone = context.RequestAborted;
        using var late = new CancellationTokenSource(options.LongestAnswer, clock);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(gone, late.Token);
        Stream unpaced = context.Response.Body;
        using PacedBody? body = options.LeastBytesPerSecond > 0 ? Pace(context.Response, stopping.Token) : null;
        context.Response.KeepToOneClient();
        try
        {
            await answer(context.Response, stopping.Token);
        }
        catch (SlowClientException)
        {
            Log.ClientTooSlow(logger, options.LeastBytesPerSecond);
            if (!gone.IsCancellationRequested)
                context.Abort();
        }
        catch (Exception e) when (late.IsCancellationRequested && IsOfLeaving(e))
        {
            Log.AnswerTooLong(logger, options.LongestAnswer.TotalSeconds);
            await EndAsync(context, unpaced, TooLong(), gone);
        }
        catch (Exception e) when (gone.IsCancellationRequested && IsOfLeaving(e))
        {
            Log.ClientGone(logger); // and the context with it: nothing of it may be touched
        }
        catch (Exception e) when (ProblemOf(e) is { } problem)
        {
            if (e is not ProblemException)
                Log.RequestFailed(logger, e.Message, e);
            await EndAsync(context, unpaced, problem with { Detail = shown.Of(problem.Detail) }, gone);
        }
        catch when (!gone.IsCancellationRequested && context.Response.HasStarted)
        {
            context.Abort();
            throw;
        }
    }

    private PacedBody Pace(HttpResponse response, CancellationToken stopping)
    {
        var pace = new ClientPace(options.LeastBytesPerSecond, options.SlownessBorne);
        var body = new PacedBody(response.Body, pace, clock, stopping);
        response.Body = body;
        return body;
    }

    private static async Task EndAsync(HttpContext context, Stream body, Problem problem, CancellationToken gone)
    {
        if (gone.IsCancellationRequested)
            return;
        if (context.Response.HasStarted)
        {
            context.Abort(); // a response that merely ended would look complete
            return;
        }

        context.Response.Body = body; // the time of the other may be over
        await problem.WriteAsync(context.Response, gone);
    }

    private Problem TooLong() =>
        new(
            StatusCodes.Status503ServiceUnavailable,
            $"This takes longer than the {options.LongestAnswer.TotalSeconds:0} s that an answer may take. Ask for less at a time, or again later."
        )
        {
            RetryAfter = Retry,
        };

    // Some SDKs give a call that was cancelled up with an error of their own.
    private static bool IsOfLeaving(Exception failure) =>
        failure is OperationCanceledException or IOException || failure.InnerException is OperationCanceledException;

    internal static string Offline(ObjectOfflineException met) =>
        $"Some of what this takes lies in an archive tier, where nothing can be read: the objects that 'objects' names. "
        + $"Have them brought back ({met.Command}), which takes minutes to days, and ask again. Other ranges can be read.";

    private static Problem? ProblemOf(Exception failure) =>
        failure switch
        {
            ProblemException known => known.Problem,
            DamagedContainerException damaged => new Problem(
                StatusCodes.Status409Conflict,
                $"The archive is damaged here: {damaged.Message} Other ranges can be read; 'kafka-store verify' lists what is damaged."
            ),
            ObjectOfflineException offline => new Problem(StatusCodes.Status409Conflict, Offline(offline)) { Objects = [offline.Name] },
            StorageAccessException => new Problem(
                StatusCodes.Status500InternalServerError,
                "The archive's store refuses this app. The app's log says why."
            ),
            StorageException => new Problem(
                StatusCodes.Status503ServiceUnavailable,
                "The archive's store can't be reached now. Ask again later."
            )
            {
                RetryAfter = Retry,
            },
            BrokerUnavailableException away => new Problem(StatusCodes.Status503ServiceUnavailable, away.Message) { RetryAfter = Retry },
            UnknownTopicException unknown => new Problem(StatusCodes.Status503ServiceUnavailable, unknown.Message) { RetryAfter = Retry },
            _ => null,
        };
}
