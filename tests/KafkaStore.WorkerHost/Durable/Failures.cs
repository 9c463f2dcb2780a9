using System.Diagnostics.CodeAnalysis;

namespace KafkaStore.Tests.FunctionsHost.Durable;

/// <summary>Why something failed, between the backend's form and the worker's.</summary>
internal static class Failures
{
    [return: NotNullIfNotNull(nameof(failure))]
    public static FailureDetails? ToCore(P.TaskFailureDetails? failure) =>
        failure is null
            ? null
            : new FailureDetails(
                failure.ErrorType,
                failure.ErrorMessage,
                failure.StackTrace,
                ToCore(failure.InnerFailure),
                failure.IsNonRetriable
            );

    [return: NotNullIfNotNull(nameof(failure))]
    public static P.TaskFailureDetails? ToProto(FailureDetails? failure) =>
        failure is null
            ? null
            : new P.TaskFailureDetails
            {
                ErrorType = failure.ErrorType,
                ErrorMessage = failure.ErrorMessage,
                StackTrace = failure.StackTrace,
                InnerFailure = ToProto(failure.InnerFailure),
                IsNonRetriable = failure.IsNonRetriable,
            };
}
