// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Limn authors
#include "core/base/Outcome.h"
#include "core/base/Result.h"

#include <QtTest/QtTest>

#include <memory>

using namespace limn;

namespace {

Result<int> half(int value) {
    if (value % 2 != 0) {
        return Error{ErrorCode::InvalidRequest, "The number is odd.", "half"};
    }
    return value / 2;
}

}  // namespace

/// Result and Outcome: each holds exactly what it was made of.
class TstResult : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aResultHoldsItsValue() {
        const Result<int> result = half(8);
        QVERIFY(result.has_value());
        QVERIFY(static_cast<bool>(result));
        QCOMPARE(*result, 4);
        QCOMPARE(result.value(), 4);
    }

    void aResultHoldsItsError() {
        const Result<int> result = half(7);
        QVERIFY(!result.has_value());
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidRequest);
        QCOMPARE(result.error().message, std::string("The number is odd."));
        QCOMPARE(result.error().detail, std::string("half"));
    }

    /// A value that is false, zero or empty is still a value.
    void anEmptyValueIsAValue() {
        QVERIFY(Result<bool>(false).has_value());
        QVERIFY(Result<int>(0).has_value());
        QVERIFY(Result<std::string>(std::string()).has_value());
        QVERIFY(Status(Unit{}).has_value());
        QVERIFY(!Status(Error{}).has_value());
    }

    void valuesAndErrorsMoveOut() {
        Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
        QCOMPARE(**result, 5);
        const std::unique_ptr<int> taken = std::move(result).value();
        QCOMPARE(*taken, 5);
        QVERIFY(*result == nullptr);

        Result<int> failed = half(1);
        const Error error = std::move(failed).error();
        QCOMPARE(error.message, std::string("The number is odd."));
    }

    void membersAreReached() {
        Result<std::string> result(std::string("limn"));
        QCOMPARE(result->size(), std::size_t{4});
        result->push_back('!');
        QCOMPARE(*std::as_const(result), std::string("limn!"));
        QCOMPARE(std::as_const(result)->size(), std::size_t{5});
    }

    void anOutcomeIsOneOfThree() {
        const Outcome<int> done = 3;
        QVERIFY(done.isDone() && !done.isCancelled() && !done.isFailed());
        QCOMPARE(done.value(), 3);

        const Outcome<int> cancelled = Cancelled{};
        QVERIFY(!cancelled.isDone() && cancelled.isCancelled() && !cancelled.isFailed());

        const Outcome<int> failed = Error{ErrorCode::OutOfMemory, "No memory is left.", ""};
        QVERIFY(!failed.isDone() && !failed.isCancelled() && failed.isFailed());
        QCOMPARE(failed.error().code, ErrorCode::OutOfMemory);
    }

    void anOutcomeMovesOut() {
        Outcome<std::unique_ptr<int>> outcome(std::make_unique<int>(6));
        const std::unique_ptr<int> taken = std::move(outcome).value();
        QCOMPARE(*taken, 6);
    }
};

QTEST_APPLESS_MAIN(TstResult)
#include "tst_Result.moc"
